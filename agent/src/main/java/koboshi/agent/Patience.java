package koboshi.agent;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long until the next dial: twice the last, up to a limit, and never in step with other agents. */
final class Patience {
    private static final Duration FIRST = Duration.ofMillis(100);
    static final Duration LONGEST = Duration.ofSeconds(5);

    private Duration next = FIRST;

    Duration next() {
        var now = next;
        next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
        long millis = now.toMillis();
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
    }

    void begin() {
        next = FIRST;
    }

    void end() {
        next = LONGEST;
    }
}
