package koboshi.lesson;

import java.util.Collection;
import java.util.stream.Collectors;

/** Which words there are, in one line. */
final class Choices {
    private static final int MOST_NAMED = 24;

    private Choices() {}

    static String list(Collection<String> words) {
        var named = words.stream().sorted().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return words.size() > MOST_NAMED ? named + ", ..." : words.isEmpty() ? "none, for none is in the configuration" : named;
    }
}
