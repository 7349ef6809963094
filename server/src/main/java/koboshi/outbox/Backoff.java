package koboshi.outbox;

import java.time.Duration;
import java.util.Optional;

/** How long to wait after so many failures in a row: twice as long each time, and never at the same moment as everybody else. */
final class Backoff {
    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 30_000;
    private static final int MOST_DOUBLINGS = 10;

    private Backoff() {}

    /**
     * @param asked what the receiver asked for
     * @param chance from 0 to 1
     */
    static Duration after(int failures, Optional<Duration> asked, double chance) {
        long doubled = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(MOST_DOUBLINGS, failures - 1));
        var own = Duration.ofMillis(Math.round(doubled * (0.5 + chance / 2)));
        return asked.filter(wait -> wait.compareTo(own) > 0).map(wait -> wait.plusMillis(Math.round(wait.toMillis() * chance / 10))).orElse(own);
    }
}
