package koboshi.outbox;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import koboshi.integration.prometheus.Delivery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what lies in an outbox to where it is to go, in its order, again and again until it is taken or refused for good. */
public final class Courier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final long LOOK_MILLIS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Hands a packed message over. */
    @FunctionalInterface
    public interface Way {
        Delivery send(byte[] packed) throws InterruptedException;
    }

    private final String name;
    private final Outbox outbox;
    private final Way way;
    private final InstantSource clock;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile long sent;
    private volatile long refused;
    private volatile long failures;
    /** When the oldest that waits was written; 0 while nothing waits. */
    private volatile long waitingSince;
    private String trouble = "";

    /** @param name tells it from others, in figures */
    public Courier(String name, Outbox outbox, Way way, InstantSource clock) {
        this.name = name;
        this.outbox = outbox;
        this.way = way;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("remote-write-" + name).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (stopping.getCount() > 0) {
                round();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** A disk that cannot be read is looked at again: what is written there is not to be lost over it. */
    private void round() throws InterruptedException {
        try {
            var parcel = outbox.await(LOOK_MILLIS);
            outbox.force();
            waitingSince = parcel.map(Outbox.Parcel::writtenMillis).orElse(0L);
            if (parcel.isPresent()) {
                deliver(parcel.get());
            }
        } catch (IOException | RuntimeException | OutOfMemoryError broken) {
            say("its queue cannot be read: " + broken);
            stopping.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void deliver(Outbox.Parcel parcel) throws IOException, InterruptedException {
        for (int inARow = 1; stopping.getCount() > 0; inARow++) {
            switch (way.send(parcel.packed())) {
                case Delivery.Taken _ -> {
                    sent += parcel.samples();
                    say("");
                    outbox.sent(parcel);
                    return;
                }
                case Delivery.Refused(var why) -> {
                    refused += parcel.samples();
                    LOG.error("remote write to {}: {} samples were refused and are dropped: {}", name, parcel.samples(), why);
                    outbox.sent(parcel);
                    return;
                }
                case Delivery.Later(var why, var after) -> {
                    failures++;
                    say(why);
                    var wait = Backoff.after(inARow, after, ThreadLocalRandom.current().nextDouble());
                    stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        }
    }

    /** Once when it begins and once when it is over. */
    private void say(String now) {
        if (!now.isEmpty() && trouble.isEmpty()) {
            LOG.warn("remote write to {} waits: {}", name, now);
        } else if (now.isEmpty() && !trouble.isEmpty()) {
            LOG.info("remote write to {} goes on", name);
        }
        trouble = now;
    }

    /** Our own figures by name, in Prometheus's spelling. */
    public Map<String, Double> figures() {
        var of = "{remote=\"" + name.replaceAll("[^A-Za-z0-9 ._/:-]", "_") + "\"}";
        var figures = new TreeMap<String, Double>();
        figures.put("koboshi_remote_write_samples_total" + of, (double) sent);
        figures.put("koboshi_remote_write_refused_samples_total" + of, (double) refused);
        figures.put("koboshi_remote_write_lost_samples_total" + of, (double) outbox.lost());
        figures.put("koboshi_remote_write_skipped_histograms_total" + of, (double) outbox.passedOver());
        figures.put("koboshi_remote_write_failures_total" + of, (double) failures);
        figures.put("koboshi_remote_write_waiting_bytes" + of, (double) outbox.waiting());
        figures.put("koboshi_remote_write_lag_seconds" + of, waitingSince == 0 ? 0 : Math.max(0, clock.millis() - waitingSince) / 1e3);
        return figures;
    }

    /** What waits stays and is sent after the next start. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            // No interrupt before: in the middle of a write it would close the file.
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
            }
            outbox.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException trouble) {
            LOG.warn("the queue of remote write to {} was not closed cleanly: {}", name, trouble.getMessage());
        }
    }
}
