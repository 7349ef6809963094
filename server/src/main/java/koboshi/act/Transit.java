package koboshi.act;

import java.time.Duration;

/**
 * How long frames of one sender were on their way beyond the quickest of late, by two steady clocks that share no beginning.
 *
 * <p>{@code received - sent} is the clocks' distance plus the time on the way; its least value of the last minutes is taken for the distance. Steady clocks drift apart
 * by some milliseconds a minute, so older ones are forgotten. Without this a frame that lay in a buffer for a minute would pass for news.
 */
final class Transit {
    private static final long WINDOW_NANOS = Duration.ofMinutes(2).toNanos();

    private long least = Long.MAX_VALUE;
    private long leastBefore = Long.MAX_VALUE;
    private long windowBegan;

    /** @param nanos when it came, by our own steady clock */
    Duration of(Duration sent, long nanos) {
        if (least != Long.MAX_VALUE && nanos - windowBegan > WINDOW_NANOS) {
            leastBefore = least;
            least = Long.MAX_VALUE;
        }
        if (least == Long.MAX_VALUE) {
            windowBegan = nanos;
        }
        long distance = nanos - sent.toNanos();
        least = Math.min(least, distance);
        return Duration.ofNanos(distance - Math.min(least, leastBefore));
    }
}
