package koboshi.series;

/**
 * How large a pattern becomes once its counted repetitions are written out, as an automaton must: a few dozen characters can ask for more than any memory holds.
 */
final class Expansion {
    static final long LIMIT = 100_000;

    private final String pattern;
    private int at;

    private Expansion(String pattern) {
        this.pattern = pattern;
    }

    /** Counts characters, classes and groups; of a malformed pattern anything, for its compiler will say what is wrong. */
    static boolean withinBounds(String pattern) {
        long[] outer = new long[pattern.length() + 1];
        var expansion = new Expansion(pattern);
        int depth = 0;
        long sum = 0;
        long last = 0;
        while (expansion.at < pattern.length()) {
            char c = pattern.charAt(expansion.at);
            if (c == '{') {
                long times = expansion.count();
                sum = sum - last + last * times;
                last *= times;
            } else {
                expansion.at = expansion.atomEnd();
                if (c == '(') {
                    outer[depth++] = sum;
                    sum = 0;
                } else if (c == ')' && depth > 0) {
                    last = sum + 1;
                    sum = last + outer[--depth];
                } else {
                    last = 1;
                    sum++;
                }
            }
            if (sum > LIMIT || sum < 0) {
                return false;
            }
        }
        return true;
    }

    /** Past a character, an escaped one, or a class. */
    private int atomEnd() {
        char c = pattern.charAt(at);
        if (c == '\\') {
            return Math.min(pattern.length(), at + 2);
        }
        if (c != '[') {
            return at + 1;
        }
        int end = at + 2;
        while (end < pattern.length() && pattern.charAt(end) != ']') {
            end += pattern.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(pattern.length(), end + 1);
    }

    /** The greater number between the braces, which are passed; one where they hold none. */
    private long count() {
        int end = pattern.indexOf('}', at);
        var inside = end < 0 ? "" : pattern.substring(at + 1, end);
        if (!inside.matches("[0-9]{1,6}(,[0-9]{0,6})?")) {
            at++;
            return 1;
        }
        at = end + 1;
        long most = 1;
        for (var number : inside.split(",")) {
            most = Math.max(most, Long.parseLong(number));
        }
        return most;
    }
}
