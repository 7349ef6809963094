package koboshi.log;

import java.util.Map;
import java.util.Optional;

/**
 * Which lines are wanted.
 *
 * @param text what the text must hold, as it is written; empty for any
 * @param labels what must be said beside it
 * @param fromMillis the first moment of interest
 * @param toMillis the last one
 * @param limit how many at most, the newest
 */
public record Question(Optional<String> service, String text, Map<String, String> labels, long fromMillis, long toMillis, int limit) {
    public static final int LARGEST_LIMIT = 5_000;

    public Question {
        labels = Map.copyOf(labels);
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw new IllegalArgumentException("limit must be from 1 to " + LARGEST_LIMIT);
        }
    }
}
