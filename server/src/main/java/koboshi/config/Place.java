package koboshi.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Where something stands in a file; lines and columns count from 1. */
record Place(String file, int line, int column) {
    static Place top(String file) {
        return new Place(file, 1, 1);
    }

    static Place of(String file, Optional<Mark> mark) {
        return mark.map(there -> new Place(file, there.getLine() + 1, there.getColumn() + 1)).orElseGet(() -> top(file));
    }

    /** The place after the given characters of a text. */
    static Place after(String file, String before) {
        int lineStart = before.lastIndexOf('\n') + 1;
        int line = 1 + (int) before.chars().filter(character -> character == '\n').count();
        return new Place(file, line, 1 + before.codePointCount(lineStart, before.length()));
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
