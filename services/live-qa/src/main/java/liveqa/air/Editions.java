package liveqa.air;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The newest state for the pages; who is slow skips what came between. */
final class Editions {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private Air.Edition newest = new Air.Edition(0, "");

    void publish(String text) {
        lock.lock();
        try {
            if (text.equals(newest.text())) return;
            newest = new Air.Edition(newest.number() + 1, text);
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The newest edition once it is later than {@code seen}, or null when none came within that time. */
    Air.Edition after(long seen, int seconds) throws InterruptedException {
        long left = TimeUnit.SECONDS.toNanos(seconds);
        lock.lock();
        try {
            while (newest.number() <= seen && left > 0) left = change.awaitNanos(left);
            return newest.number() > seen ? newest : null;
        } finally {
            lock.unlock();
        }
    }
}
