package koboshi.scrape;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import koboshi.config.ScrapeJob;
import koboshi.config.ScrapeJob.Discovery;
import koboshi.config.ScrapeJob.Group;
import koboshi.config.ScrapeJob.Spelled;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One list of targets that is asked for again and again. */
final class DiscoveryLoop {
    private static final Logger LOG = LoggerFactory.getLogger(DiscoveryLoop.class);

    private final String job;
    private final Spelled spelled;
    private final Discovery discovery;
    private final Discoveries.Asking asking;
    private final Thread thread;
    private volatile List<Group> groups = List.of();
    private volatile boolean stopped;
    private volatile String told = "";

    DiscoveryLoop(ScrapeJob job, Discovery discovery, Discoveries.Asking asking) {
        this.job = job.name();
        this.spelled = job.spelled();
        this.discovery = discovery;
        this.asking = asking;
        this.thread = Thread.ofVirtual().name("discovery of " + job.name()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
        thread.interrupt();
    }

    List<Group> groups() {
        return groups;
    }

    /** Why the list may be old, if so. */
    Optional<String> trouble() {
        return Optional.of(told).filter(trouble -> !trouble.isEmpty()).map(trouble -> discovery.words() + ", " + trouble);
    }

    private void run() {
        try {
            while (!stopped) {
                once();
                TimeUnit.NANOSECONDS.sleep(discovery.every().toNanos());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever goes wrong is told, for an exception or a want of memory would end all later looks. */
    private void once() throws InterruptedException {
        try {
            groups = asking.ask(discovery, spelled);
            tell("");
        } catch (ScrapeFailure failure) {
            tell(failure.getMessage());
        } catch (RuntimeException | OutOfMemoryError mistake) {
            tell("a mistake of ours: " + mistake);
        }
    }

    /** On a change only. */
    private void tell(String trouble) {
        if (!trouble.equals(told) && !stopped) {
            told = trouble;
            if (trouble.isEmpty()) {
                LOG.info("targets of {} are found by {} again", job, discovery.words());
            } else {
                LOG.error("targets of {} are not found by {}: {}; those found before are scraped on", job, discovery.words(), trouble);
            }
        }
    }
}
