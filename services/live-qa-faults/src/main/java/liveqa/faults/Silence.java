package liveqa.faults;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import liveqa.question.Line;
import liveqa.question.Ticket;

/** Questions still join the line, and nobody is ever called from it: the workers idle, all looks well, nothing comes out. */
final class Silence {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition healed = lock.newCondition();
    private boolean silent;

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
        lock.lock();
        try {
            silent = on;
            healed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isOn() {
        lock.lock();
        try {
            return silent;
        } finally {
            lock.unlock();
        }
    }

    private boolean stillSilentAfter(Duration wait) throws InterruptedException {
        lock.lock();
        try {
            if (silent) healed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
            return silent;
        } finally {
            lock.unlock();
        }
    }

    private void awaitHealing() throws InterruptedException {
        lock.lock();
        try {
            while (silent) healed.await();
        } finally {
            lock.unlock();
        }
    }
}
