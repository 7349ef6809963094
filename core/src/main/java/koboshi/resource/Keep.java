package koboshi.resource;

import java.time.Duration;

/**
 * The leave an agent has to start a service again by itself after an exit: so many times in a window, each wait twice the last.
 *
 * @param times starts allowed in a window; 0 leaves a fallen service lying
 * @param firstWait before the first start of a window
 * @param longestWait where doubling ends
 */
public record Keep(int times, Duration window, Duration firstWait, Duration longestWait) {
    public static final Keep DEFAULT = new Keep(5, Duration.ofMinutes(10), Duration.ofMillis(100), Duration.ofSeconds(30));

    /** @param earlier starts already made in this window */
    public Duration wait(int earlier) {
        long factor = 1L << Math.min(earlier, 20);
        var wait = firstWait.multipliedBy(factor);
        return wait.compareTo(longestWait) < 0 ? wait : longestWait;
    }
}
