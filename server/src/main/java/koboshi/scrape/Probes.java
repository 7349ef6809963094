package koboshi.scrape;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import koboshi.probe.Prober;
import koboshi.probe.Reply;
import koboshi.tsdb.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all probed targets share: the thread that asks, and one that judges the answers and keeps them.
 *
 * <p>Judging and keeping stand beside, since a disk that is slow or a text that is long must not make anybody's probe late. What came within a tenth of a
 * second is kept together, which costs a fraction of keeping each by itself.
 */
final class Probes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    static final int MOST_TOLD = 20_000;
    /** Half of the bytes of bodies there may be: the other half is for answers on their way, which would fail for no fault of the target. */
    static final long MOST_WAITING = 32 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** @param millis the moment of its samples */
    record Told(ProbeLoop loop, long millis, Reply reply) {
        /** Of its body. */
        int bytes() {
            return reply.answer().map(answer -> answer.body().length).orElse(0);
        }
    }

    private final Store store;
    private final InstantSource clock;
    private final Prober prober;
    /** Where the disk stands still probes go on, and what they come to waits here as far as there is room. */
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>(MOST_TOLD);
    private final AtomicLong waiting = new AtomicLong();
    private final Thread keeping = Thread.ofPlatform().daemon().name("probe-results").unstarted(this::run);
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private volatile boolean closed;

    Probes(Store store, InstantSource clock, String agent) {
        this.store = store;
        this.clock = clock;
        prober = new Prober(agent, new ProbeKeyring());
    }

    void start() {
        prober.start();
        keeping.start();
    }

    InstantSource clock() {
        return clock;
    }

    Prober prober() {
        return prober;
    }

    Store store() {
        return store;
    }

    /** What does not fit is missed: nobody was proven away by it, and nobody was proven well. */
    void tell(Told one) {
        int bytes = one.bytes();
        boolean fits = waiting.getAndAdd(bytes) < MOST_WAITING && told.offer(one);
        if (!fits) {
            miss();
            release(bytes);
        }
    }

    private void release(int bytes) {
        waiting.addAndGet(-bytes);
        prober.release(bytes);
    }

    /** A moment passed at which somebody was to be asked, and was not. */
    void miss() {
        missed.incrementAndGet();
    }

    Map<String, Double> figures() {
        return Map.of("koboshi_probes_total", (double) done.get(), "koboshi_probes_missed_total", (double) missed.get());
    }

    /** Never interrupted, for that would close the log's file should it be writing. */
    private void run() {
        while (!closed) {
            try {
                var first = told.poll(GATHER_NANOS, TimeUnit.NANOSECONDS);
                if (first != null) {
                    LockSupport.parkNanos(GATHER_NANOS);
                    keep(judged(gathered(first)));
                }
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException | OutOfMemoryError trouble) {
                LOG.error("what was probed could not be kept", trouble);
            }
        }
    }

    private List<Told> gathered(Told first) {
        var all = new ArrayList<Told>();
        all.add(first);
        told.drainTo(all);
        return all;
    }

    /** Without their bodies, whose room is given back whatever a judge stumbles over. */
    private List<ProbeLoop.Judged> judged(List<Told> all) {
        try {
            return all.stream().map(one -> one.loop().judge(one)).toList();
        } finally {
            release(all.stream().mapToInt(Told::bytes).sum());
        }
    }

    private void keep(List<ProbeLoop.Judged> judged) {
        var batch = store.batch();
        judged.forEach(one -> one.write(batch));
        var trouble = "";
        try {
            batch.commit();
        } catch (IOException e) {
            trouble = "how it answered cannot be kept: " + e.getMessage();
        }
        done.addAndGet(judged.size());
        for (var one : judged) {
            one.publish(trouble);
        }
    }

    @Override
    public void close() {
        prober.close();
        closed = true;
        try {
            keeping.join(PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
