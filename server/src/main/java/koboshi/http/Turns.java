package koboshi.http;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** Tools that there are only so many of: whoever has one works, a bounded number waits for a bounded time, and the others are sent away. */
final class Turns<T> {
    private final BlockingQueue<T> free;
    private final int mostWaiting;
    private final String busy;
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param busy what whoever is sent away is told */
    Turns(int tools, Supplier<T> make, int mostWaiting, String busy) {
        free = new ArrayBlockingQueue<>(tools, true);
        for (int i = 0; i < tools; i++) {
            free.add(make.get());
        }
        this.mostWaiting = mostWaiting;
        this.busy = busy;
    }

    /** @throws Refused with 429 when too many wait already, or nothing became free in time */
    <R> R take(Duration within, Function<T, R> work) {
        var tool = next(within);
        try {
            return work.apply(tool);
        } finally {
            free.add(tool);
        }
    }

    private T next(Duration within) {
        var tool = free.poll();
        if (tool != null) {
            return tool;
        }
        if (waiting.incrementAndGet() > mostWaiting) {
            waiting.decrementAndGet();
            throw Refused.busy(busy, Duration.ofSeconds(1));
        }
        try {
            tool = free.poll(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Refused(503, "closing", Visit.CLOSE);
        } finally {
            waiting.decrementAndGet();
        }
        if (tool == null) {
            throw Refused.busy(busy, Duration.ofSeconds(1));
        }
        return tool;
    }
}
