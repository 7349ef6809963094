package liveqa.faults;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import liveqa.answer.Answerer;

/** Every answer takes that much longer. */
final class Slowness {
    private static final long GLANCE_MILLIS = 50;

    private volatile Duration extra = Duration.ZERO;

    Answerer around(Answerer answerer) {
        return question -> {
            linger();
            return answerer.answer(question);
        };
    }

    void slow(Duration more) {
        extra = more;
    }

    /** Those who linger go on at once. */
    void heal() {
        extra = Duration.ZERO;
    }

    boolean isOn() {
        return !extra.isZero();
    }

    /** Asleep over its work, as whoever waits for a slow neighbour looks. */
    private void linger() throws InterruptedException {
        long until = System.nanoTime() + extra.toNanos();
        while (isOn() && System.nanoTime() < until) TimeUnit.MILLISECONDS.sleep(GLANCE_MILLIS);
    }
}
