package koboshi.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import koboshi.loop.Event;
import koboshi.loop.Loop;
import koboshi.store.Journal;
import koboshi.store.Journal.Written;

/**
 * The one thread that decides: drains events, makes the entries durable, and only then publishes, acknowledges and moves hands.
 *
 * <p>Outcomes, facts and orders go first and are never dropped; what is merely observed waits in a bounded queue and is dropped beyond it,
 * since the next look says it again.
 */
final class Engine {
    private static final int AT_ONCE = 500;
    private static final int OBSERVATIONS = 10_000;
    private static final int ORDERS = 50_000;
    private static final Duration TICK = Duration.ofMillis(200);
    private static final int SNAPSHOT_EVERY = 10_000;

    private record Asked(Event event, LongConsumer durable, long since) {}

    private final Loop loop;
    private final Journal journal;
    private final Moments clock;
    private final Commits commits;
    private final Queue<Asked> first = new ConcurrentLinkedQueue<>();
    private final Queue<Asked> observed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger observedCount = new AtomicInteger();
    private final AtomicInteger firstCount = new AtomicInteger();
    private final Semaphore signal = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().name("loop").unstarted(this::run);
    private final LongAdder decisions = new LongAdder();
    private volatile long waitedNanos;
    private volatile boolean stopping;
    private Instant lastTick = Instant.EPOCH;

    /** What is done with entries, in this order, on the loop's thread; senders are answered between the last two, for hands move last. */
    interface Commits {
        /** Makes the entries durable; does not return otherwise. */
        void commit(List<Written> entries);

        /** Shows everybody the state after them. */
        void publish(List<Written> entries);

        /** Starts the acts. */
        void act(List<Written> entries, List<Event> events);
    }

    Engine(Loop loop, Journal journal, Moments clock, Commits commits) {
        this.loop = loop;
        this.journal = journal;
        this.clock = clock;
        this.commits = commits;
    }

    void start() {
        thread.start();
    }

    /** Ends after what is queued now, at most the given time. */
    void stop(Duration patience) throws InterruptedException {
        stopping = true;
        signal.release();
        thread.join(patience);
    }

    /** @return false when the queue is full: try again later */
    boolean tell(Event event, LongConsumer durable) {
        boolean urgent = !isObservation(event);
        var count = urgent ? firstCount : observedCount;
        if (count.incrementAndGet() > (urgent ? ORDERS : OBSERVATIONS)) {
            count.decrementAndGet();
            return false;
        }
        (urgent ? first : observed).add(new Asked(event, durable, System.nanoTime()));
        signal.release();
        return true;
    }

    private static boolean isObservation(Event event) {
        return switch (event) {
            case Event.JourneyRan _, Event.JourneyDoubted _, Event.Answered _, Event.TrafficSeen _, Event.Beat _, Event.Noted _, Event.Tick _ -> true;
            case Event.Planned _, Event.AgentLinked _, Event.AgentLost _, Event.VantageLinked _, Event.VantageLost _, Event.Reported _, Event.ActEnded _, Event.Ordered _, Event.Agreed _, Event.SwitchOrdered _, Event.FreezeOrdered _,
                    Event.ThawOrdered _, Event.SelfChecked _, Event.ClockJumped _, Event.Resumed _ -> false;
        };
    }

    private void run() {
        try {
            while (!(stopping && first.isEmpty() && observed.isEmpty())) {
                signal.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS);
                signal.drainPermits();
                turn();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Throwable trouble) {
            LastWords.say("the loop cannot go on", trouble);
        }
    }

    private void turn() {
        var asked = drain();
        var now = clock.instant();
        if (!lastTick.plus(TICK).isAfter(now)) {
            lastTick = now;
            asked.addFirst(new Asked(new Event.Tick(), _ -> {}, System.nanoTime()));
            clock.leap().ifPresent(by -> asked.addFirst(new Asked(new Event.ClockJumped(by), _ -> {}, System.nanoTime())));
        }
        if (!asked.isEmpty()) {
            decide(asked, clock.instant());
        }
        if (!first.isEmpty() || !observed.isEmpty()) {
            signal.release();
        }
    }

    private ArrayDeque<Asked> drain() {
        var asked = new ArrayDeque<Asked>();
        take(first, firstCount, asked);
        take(observed, observedCount, asked);
        return asked;
    }

    private static void take(Queue<Asked> from, AtomicInteger count, ArrayDeque<Asked> asked) {
        while (asked.size() < AT_ONCE) {
            var next = from.poll();
            if (next == null) {
                return;
            }
            count.decrementAndGet();
            asked.add(next);
        }
    }

    private void decide(ArrayDeque<Asked> asked, Instant now) {
        waitedNanos = System.nanoTime() - asked.stream().mapToLong(Asked::since).reduce(System.nanoTime(), Engine::earlier);
        var written = new ArrayList<Written>();
        for (var each : asked) {
            loop.step(each.event(), now).forEach(entry -> written.add(new Written(entry, now)));
            decisions.increment();
        }
        commits.commit(written);
        commits.publish(written);
        asked.forEach(each -> each.durable().accept(journal.lastOffset()));
        commits.act(written, asked.stream().map(Asked::event).toList());
        if (journal.sinceKept() >= SNAPSHOT_EVERY) {
            journal.keep(loop.state().snapshot());
        }
    }

    /** Readings of the monotonic clock are compared by their difference. */
    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }

    int queued() {
        return observedCount.get() + firstCount.get();
    }

    long decisions() {
        return decisions.sum();
    }

    Duration waited() {
        return Duration.ofNanos(waitedNanos);
    }
}
