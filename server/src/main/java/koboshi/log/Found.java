package koboshi.log;

import java.util.List;

/**
 * An answer.
 *
 * @param lines in the order of their moments
 * @param more whether older ones were left out
 * @param unreadable lines met that are none
 */
public record Found(List<LogLine> lines, boolean more, long unreadable) {
    public Found {
        lines = List.copyOf(lines);
    }
}
