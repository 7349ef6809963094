package koboshi.agent.journey;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends an attempt when its own time is over. Where no time was given it costs nothing. */
final class Patience implements AutoCloseable {
    private static final Patience ENDLESS = new Patience(Duration.ZERO);

    /** Only there once a step has a time of its own. */
    private static final class Clock {
        static final ScheduledThreadPoolExecutor TICKING =
                new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("journey-patience").factory());

        static {
            TICKING.setRemoveOnCancelPolicy(true);
        }
    }

    private final Duration time;
    private volatile boolean over;
    private Optional<Future<?>> waiting = Optional.empty();

    private Patience(Duration time) {
        this.time = time;
    }

    static Patience of(Optional<Duration> time, Attempt attempt) {
        return time.map(within -> begun(within, attempt)).orElse(ENDLESS);
    }

    private static Patience begun(Duration within, Attempt attempt) {
        var patience = new Patience(within);
        patience.waiting = Optional.of(Clock.TICKING.schedule(() -> patience.end(attempt), within.toNanos(), TimeUnit.NANOSECONDS));
        return patience;
    }

    private void end(Attempt attempt) {
        over = true;
        // What ends may take its time, and others wait for the clock.
        Thread.startVirtualThread(attempt::close);
    }

    boolean over() {
        return over;
    }

    /** As "no answer within 300 ms". */
    String lost(Attempt attempt) {
        return attempt.waiting() + " within " + words(time);
    }

    static String words(Duration time) {
        if (time.compareTo(Duration.ofDays(2)) >= 0) {
            return time.toDays() + " days";
        }
        return time.toMillis() % 1000 == 0 || time.toHours() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    @Override
    public void close() {
        waiting.ifPresent(each -> each.cancel(false));
    }
}
