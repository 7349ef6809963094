package liveqa.faults;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import liveqa.question.Line;
import liveqa.question.Ticket;

/** Questions still join the line, and nobody is ever called from it: the workers idle, all looks well, nothing comes out. */
final class Silence {
    private static final Duration GLANCE = Duration.ofMillis(50);

    private final BlockingQueue<Ticket> nothing = new LinkedBlockingQueue<>();
    private volatile boolean silent;

    Line around(Line line) {
        return new Line() {
            @Override
            public void join(Ticket ticket) {
                line.join(ticket);
            }

            @Override
            public Optional<Ticket> next(Duration wait) throws InterruptedException {
                if (stillSilentAfter(wait)) return Optional.empty();
                var next = line.next(wait);
                // Silence may have fallen while this worker stood at the line: what it holds must not come out either.
                if (next.isPresent()) awaitHealing();
                return next;
            }
        };
    }

    void set(boolean on) {
        silent = on;
    }

    boolean isOn() {
        return silent;
    }

    /** At a queue like any worker without work: from outside, and in a thread dump, nothing else is to be seen. */
    private boolean stillSilentAfter(Duration wait) throws InterruptedException {
        if (isOn()) nothing.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        return isOn();
    }

    private void awaitHealing() throws InterruptedException {
        while (isOn()) nothing.poll(GLANCE.toNanos(), TimeUnit.NANOSECONDS);
    }
}
