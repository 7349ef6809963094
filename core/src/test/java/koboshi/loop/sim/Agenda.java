package koboshi.loop.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Simulated time: what is due next happens next, at once. */
final class Agenda {
    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private record Due(long at, long order, Runnable what) {}

    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private long millis = START;
    private long order;

    Instant now() {
        return Instant.ofEpochMilli(millis);
    }

    long hours() {
        return (millis - START) / 3_600_000;
    }

    void in(Duration wait, Runnable what) {
        at(now().plus(wait), what);
    }

    void at(Instant moment, Runnable what) {
        due.add(new Due(Math.max(millis, moment.toEpochMilli()), order++, what));
    }

    void runFor(Duration length) {
        long until = millis + length.toMillis();
        while (!due.isEmpty() && due.peek().at() <= until) {
            var next = due.poll();
            millis = next.at();
            next.what().run();
        }
        millis = until;
    }
}
