package koboshi.scrape;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import koboshi.scrape.TargetStatus.Failing;
import koboshi.scrape.TargetStatus.Health;
import koboshi.scrape.TargetStatus.Recent;
import koboshi.tsdb.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one target at its moments, on a thread of its own, until it is stopped. */
final class ScrapeLoop implements TargetLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ScrapeLoop.class);
    /** A scrape that is this little late counts as being in time: equal distances take less room, and are what people expect to see. */
    private static final Duration SLACK = Duration.ofMillis(20);

    /** What all loops share. */
    record Surroundings(Store store, InstantSource clock, Fetching fetching, Semaphore readers, Descriptions descriptions) {}

    private final Target target;
    private final Surroundings around;
    private volatile Scrape scrape;
    private final CompletableFuture<Void> stopping = new CompletableFuture<>();
    private final Thread thread;
    private volatile TargetStatus status;
    private volatile boolean answered;
    private String told = "";

    /** @param before the series of a loop that was stopped for this one, or a new one */
    ScrapeLoop(Target target, Surroundings around, Scrape before) {
        this.target = target;
        this.around = around;
        this.scrape = before;
        status = new TargetStatus(
                target.job().name(), target.discovered(), target.labels(), target.url(), Health.UNKNOWN, target.refusal(), "", Recent.NONE, Optional.empty(), Optional.empty(), Duration.ZERO,
                target.every(), target.timeout(), 0, 0, before.families(), target.job().place());
        thread = Thread.ofVirtual().name("scrape " + target.url()).unstarted(this::run);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public TargetStatus status() {
        return status;
    }

    /** Whether any scrape of this loop succeeded. */
    @Override
    public boolean answered() {
        return answered;
    }

    /** Its series, for another loop; only once this one has stopped. */
    Scrape scrape() {
        return scrape;
    }

    /** An answer that is on its way is given up. No interrupt, for that would close the log's file should it be writing. */
    @Override
    public void stop() {
        stopping.complete(null);
    }

    @Override
    public boolean stopped() throws InterruptedException {
        return !thread.isAlive() || thread.join(target.timeout().plusSeconds(5));
    }

    @Override
    public void end() throws IOException {
        scrape.end(around, around.clock().millis());
    }

    /** A want of memory may leave what is known of the series half written: it is said, and they are met anew. */
    private void run() {
        while (!stopping.isDone()) {
            try {
                scrapeOn();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (OutOfMemoryError noMemory) {
                scrape = new Scrape();
                LOG.error("{} ({}) was not scraped for want of memory", target.url(), target.job().name(), noMemory);
            }
        }
    }

    private void scrapeOn() throws InterruptedException {
        long offset = target.offsetMillis();
        long every = target.every().toMillis();
        long due = next(around.clock().millis(), offset, every);
        while (!stoppedBefore(due - around.clock().millis())) {
            long now = around.clock().millis();
            // The clock may have been set while we waited.
            if (now >= due) {
                once(now - due <= Math.min(SLACK.toMillis(), every / 100) ? due : now);
            }
            due = next(around.clock().millis(), offset, every);
        }
    }

    private boolean stoppedBefore(long millis) throws InterruptedException {
        try {
            stopping.get(Math.max(0, millis), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody says that stopping failed", e);
        }
    }

    /** The first of its moments after one. */
    private static long next(long after, long offset, long every) {
        return after - Math.floorMod(after - offset, every) + every;
    }

    /** Whatever goes wrong is told, for an exception would end all later scrapes. */
    private void once(long millis) {
        long start = System.nanoTime();
        try {
            var result = scrape.run(target, millis, around, stopping);
            if (!stopping.isDone()) {
                tell(result, millis, Duration.ofNanos(System.nanoTime() - start));
            }
        } catch (RuntimeException e) {
            LOG.error("scraping {} failed for a reason of ours", target.url(), e);
            tell(Scrape.Result.failed("a mistake of ours: " + e), millis, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private void tell(Scrape.Result result, long millis, Duration took) {
        var at = Instant.ofEpochMilli(millis);
        var failing = result.error().isEmpty() ? Optional.<Failing>empty() : Optional.of(failing(at));
        answered |= failing.isEmpty();
        status = new TargetStatus(
                target.job().name(), target.discovered(), target.labels(), target.url(), failing.isEmpty() ? Health.UP : Health.DOWN, result.error(),
                result.warning(), status.recent().and(failing.isPresent()), failing, Optional.of(at), took, target.every(), target.timeout(), result.samples(), result.series(), scrape.families(), target.job().place());
        var now = result.error().isEmpty() ? result.warning() : result.error();
        // On a change only: a target that is down for a week is one line.
        if (now.isEmpty() != told.isEmpty()) {
            if (now.isEmpty()) {
                LOG.info("{} ({}) is scraped again", target.url(), target.job().name());
            } else {
                LOG.warn("{} ({}): {}", target.url(), target.job().name(), now);
            }
        }
        told = now;
    }

    private Failing failing(Instant at) {
        return status.failing().map(before -> new Failing(before.scrapes() + 1, before.since())).orElseGet(() -> new Failing(1, at));
    }
}
