package koboshi.app;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import koboshi.journey.Quorum;
import koboshi.loop.Event;
import koboshi.loop.Plan;
import koboshi.series.Labels;
import koboshi.tsdb.Store;
import koboshi.watch.Telling;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each run of a journey as samples, to be drawn and asked for. The loop is told first, and judges without them.
 *
 * <p>On a thread of its own: the watch of a journey is ended by an interrupt, which would close the log of the series in the middle of a write, and a slow disk must
 * not make it late.
 */
final class JourneySeries implements Telling, AutoCloseable {
    private static final int WAITING = 256;

    private static final Logger LOG = LoggerFactory.getLogger(JourneySeries.class);

    private final Store store;
    private final Supplier<Plan> plan;
    private final Telling next;
    private final AtomicBoolean failing = new AtomicBoolean();
    private final AtomicLong dropped = new AtomicLong();
    private final ThreadPoolExecutor keeping = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), Thread.ofPlatform().daemon().name("journey-series").factory(), this::dropped);

    JourneySeries(Store store, Supplier<Plan> plan, Telling next) {
        this.store = store;
        this.plan = plan;
        this.next = next;
    }

    @Override
    public void tell(Event event) {
        next.tell(event);
        if (event instanceof Event.JourneyRan ran) {
            keepOnly(ran);
        }
    }

    /** What came too late to judge by. */
    void keepOnly(Event.JourneyRan ran) {
        keeping.execute(() -> keep(ran));
    }

    private void dropped(Runnable keep, ThreadPoolExecutor of) {
        if (!of.isShutdown() && dropped.getAndIncrement() == 0) {
            LOG.warn("runs of journeys come faster than the disk takes them; some are judged and not kept as series");
        }
    }

    /** Waits until what was told is kept. */
    @Override
    public void close() {
        keeping.close();
    }

    private void keep(Event.JourneyRan ran) {
        var runs = ran.runs();
        var batch = store.batch();
        batch.series(labels("koboshi_journey_duration_seconds", ran));
        runs.forEach(run -> batch.sample(run.ended().toEpochMilli(), run.took().toNanos() / 1e9));
        batch.series(labels("koboshi_journey_success", ran));
        runs.forEach(run -> batch.sample(run.ended().toEpochMilli(), run.clean() ? 1 : 0));
        try {
            batch.commit();
            failing.set(false);
            sayWhatWasDropped();
        } catch (IOException trouble) {
            if (!failing.getAndSet(true)) {
                LOG.warn("runs of journeys are not kept as series: {}", trouble.getMessage());
            }
        }
    }

    private void sayWhatWasDropped() {
        long lost = keeping.getQueue().isEmpty() ? dropped.getAndSet(0) : 0;
        if (lost > 0) {
            LOG.warn("{} tellings of runs were not kept as series; now they are again", lost);
        }
    }

    /** From elsewhere than here, also by which vantage it was. */
    private Labels labels(String name, Event.JourneyRan ran) {
        var known = plan.get().journeys().get(ran.journey());
        var plain = Labels.of(Labels.NAME, name, "journey", ran.journey());
        var labels = ran.vantage().equals(Quorum.HERE) ? plain : plain.with("vantage", ran.vantage());
        return known == null ? labels : labels.with("service", known.service().name());
    }
}
