package koboshi.signal;

import java.time.Duration;
import java.util.Optional;
import koboshi.series.Labels;

/**
 * What a guard's question found of one label set.
 *
 * @param value what was judged; not a number where nothing was measured
 * @param bad whether it is what the guard says must not be
 * @param says what was seen, in words
 * @param age of the sample, where the answer comes of one
 */
public record Reading(Labels labels, double value, boolean bad, String says, Optional<Duration> age) {
    /** The state of one label set when nothing more is known of it than its value. */
    public static Reading of(Labels labels, double value, boolean bad) {
        return new Reading(labels, value, bad, "", Optional.empty());
    }
}
