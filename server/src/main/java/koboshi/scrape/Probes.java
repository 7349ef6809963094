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
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** @param millis the moment of its samples */
    record Told(ProbeLoop loop, long millis, Reply reply) {}

    private final Store store;
    private final InstantSource clock;
    private final Prober prober;
    /** Bounded by the targets, for none is asked again before what it said is here. */
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
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

    void tell(Told one) {
        told.add(one);
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
                    keep(gathered(first));
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

    private void keep(List<Told> all) {
        var batch = store.batch();
        var judged = new ArrayList<ProbeLoop.Judged>(all.size());
        int bytes = 0;
        for (var one : all) {
            judged.add(one.loop().judge(one));
            bytes += one.reply().answer().map(answer -> answer.body().length).orElse(0);
        }
        prober.release(bytes);
        judged.forEach(one -> one.write(batch));
        var trouble = "";
        try {
            batch.commit();
        } catch (IOException e) {
            trouble = "how it answered cannot be kept: " + e.getMessage();
        }
        done.addAndGet(all.size());
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
