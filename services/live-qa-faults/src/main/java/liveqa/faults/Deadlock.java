package liveqa.faults;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import liveqa.question.Line;
import liveqa.question.Ticket;

/**
 * Workers that really wait for each other: one holds the first lock and wants the second, another the reverse, the rest
 * want the first. The virtual machine itself finds it ("Found one Java-level deadlock").
 */
final class Deadlock {
    private final int workers;
    private volatile Embrace embrace;

    /** With a single worker, a thread of our own is the other party. */
    Deadlock(int workers) {
        this.workers = workers;
    }

    Line around(Line line) {
        return new Line() {
            @Override
            public void join(Ticket ticket) {
                line.join(ticket);
            }

            @Override
            public Optional<Ticket> next(Duration wait) throws InterruptedException {
                var next = line.next(wait);
                var now = embrace;
                if (now != null) now.enter();
                return next;
            }
        };
    }

    /** Whether two threads hold what the other wants when this returns. */
    synchronized boolean hang(Duration patience) throws InterruptedException {
        if (embrace == null) {
            var fresh = new Embrace();
            embrace = fresh;
            if (workers == 1) Thread.ofPlatform().name("the other party").daemon().start(fresh::enterAlone);
        }
        return embrace.closed(System.nanoTime() + patience.toNanos());
    }

    /** Possible here because the locks can be interrupted, unlike most real ones. */
    synchronized void heal() {
        if (embrace != null) embrace.end();
        embrace = null;
    }

    boolean isOn() {
        return embrace != null;
    }

    private static final class Embrace {
        private final ReentrantLock first = new ReentrantLock();
        private final ReentrantLock second = new ReentrantLock();
        private final CountDownLatch holding = new CountDownLatch(2);
        private final AtomicInteger arrivals = new AtomicInteger();
        private final Set<Thread> inside = new HashSet<>();
        private boolean ended;

        /** Both hold one, and both stand at the other. */
        boolean closed(long until) throws InterruptedException {
            while (!(first.hasQueuedThreads() && second.hasQueuedThreads())) {
                if (System.nanoTime() > until) return false;
                TimeUnit.MILLISECONDS.sleep(5);
            }
            return true;
        }

        void enterAlone() {
            try {
                enter();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        void enter() throws InterruptedException {
            if (!comesIn()) return;
            try {
                boolean reversed = arrivals.getAndIncrement() == 1;
                holdOneWantOther(reversed ? second : first, reversed ? first : second);
            } catch (InterruptedException e) {
                if (!isEnded()) throw e; // Not healed: the service itself stops its workers.
            } finally {
                goesOut();
            }
        }

        private void holdOneWantOther(ReentrantLock one, ReentrantLock other) throws InterruptedException {
            one.lockInterruptibly();
            try {
                holding.countDown();
                // Without this a quick thread could take both, and nothing would hang.
                holding.await();
                other.lockInterruptibly();
                other.unlock();
            } finally {
                one.unlock();
            }
        }

        private synchronized boolean comesIn() {
            if (!ended) inside.add(Thread.currentThread());
            return !ended;
        }

        /** Once out, no late interruption of ours may strike the worker at its next question. */
        private synchronized void goesOut() {
            inside.remove(Thread.currentThread());
            if (ended) Thread.interrupted();
        }

        private synchronized boolean isEnded() {
            return ended;
        }

        synchronized void end() {
            ended = true;
            inside.forEach(Thread::interrupt);
        }
    }
}
