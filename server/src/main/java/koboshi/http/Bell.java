package koboshi.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts its strokes: whoever slept through one still knows of it. */
final class Bell {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private long strokes;

    void ring() {
        lock.lock();
        try {
            strokes++;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long strokes() {
        lock.lock();
        try {
            return strokes;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it has rung more often than that, or the time is over; tells how often it has rung. */
    long waitBeyond(long heard, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (strokes <= heard && left > 0) {
                left = rung.awaitNanos(left);
            }
            return strokes;
        } finally {
            lock.unlock();
        }
    }

    static long nanos(Duration duration) {
        return TimeUnit.MILLISECONDS.toNanos(duration.toMillis());
    }
}
