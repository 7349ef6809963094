package liveqa.model;

import java.time.Duration;
import java.time.Instant;

/** Lets calls through until several in a row have failed; then one at a time as a trial, after a pause that doubles. */
final class Breaker {
    private static final int FAILURES = 4;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private int failures;
    private Duration pause = FIRST_PAUSE;
    private Instant closedUntil = Instant.MIN;

    synchronized boolean lets(Instant now) {
        if (failures < FAILURES) return true;
        if (now.isBefore(closedUntil)) return false;
        // This call is the trial; nobody else until it has ended or the pause has passed again.
        closedUntil = now.plus(pause);
        return true;
    }

    synchronized void succeeded() {
        failures = 0;
        pause = FIRST_PAUSE;
    }

    synchronized void failed(Instant now) {
        failures++;
        if (failures < FAILURES) return;
        if (failures > FAILURES) pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        closedUntil = now.plus(pause);
    }

    synchronized boolean isOpen() {
        return failures >= FAILURES;
    }
}
