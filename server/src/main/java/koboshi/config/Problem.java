package koboshi.config;

import java.util.Comparator;
import java.util.Optional;

/**
 * One thing wrong with, or odd about, a configuration file.
 *
 * @param line from 1
 * @param column from 1, in characters
 * @param key the path of keys to the place, such as {@code services.live-qa.memory}; empty for the file itself
 * @param expected what stands there, where that may be shown, and what was expected; never a secret
 * @param nearest the valid spelling that looks most like what was written
 */
public record Problem(String file, int line, int column, String key, String expected, Optional<String> nearest) {
    static final Comparator<Problem> BY_PLACE =
            Comparator.comparing(Problem::file).thenComparingInt(Problem::line).thenComparingInt(Problem::column);

    /** Always one line, whatever was written in the file. */
    @Override
    public String toString() {
        var where = file + ":" + line + ":" + column + ": " + (key.isEmpty() ? "" : key + ": ");
        var hint = nearest.map(spelling -> "; did you mean \"" + spelling + "\"?").orElse("");
        return (where + expected + hint).replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", " ");
    }
}
