package liveqa.faults;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import liveqa.answer.Answerer;

/** Every answer takes that much longer. */
final class Slowness {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition healed = lock.newCondition();
    private Duration extra = Duration.ZERO;

    Answerer around(Answerer answerer) {
        return question -> {
            linger();
            return answerer.answer(question);
        };
    }

    void slow(Duration more) {
        set(more);
    }

    /** Those who linger go on at once. */
    void heal() {
        set(Duration.ZERO);
    }

    private void set(Duration value) {
        lock.lock();
        try {
            extra = value;
            healed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isOn() {
        lock.lock();
        try {
            return !extra.isZero();
        } finally {
            lock.unlock();
        }
    }

    private void linger() throws InterruptedException {
        lock.lock();
        try {
            long left = extra.toNanos();
            while (left > 0 && !extra.isZero()) left = healed.awaitNanos(left);
        } finally {
            lock.unlock();
        }
    }
}
