package koboshi.lesson;

import java.util.Optional;

/** Ends the reading of one line; the reader goes on with the next. */
final class Unreadable extends Exception {
    private final int column;
    private final transient Optional<String> nearest;

    Unreadable(int column, String expected, Optional<String> nearest) {
        super(expected);
        this.column = column;
        this.nearest = nearest;
    }

    Mistake in(String file, int line) {
        return new Mistake(file, line, column, getMessage(), nearest);
    }
}
