package koboshi.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import koboshi.action.Duty;
import koboshi.incident.Incident;
import koboshi.log.LogStore;
import koboshi.loop.Event;
import koboshi.resource.ResourceId;
import koboshi.ruler.GroupView;
import koboshi.scrape.TargetStatus;
import koboshi.series.Labels;
import koboshi.series.Sample;
import koboshi.watch.RecentRuns;

/**
 * What stands behind the doors: everything they show and everything they hand in.
 *
 * <p>Every method may be called from many threads at once. None of the questions may wait for the loop: they read what was published.
 */
public interface House {
    String version();

    /** What was published last; never half of a commit. */
    View view();

    /** The guards in force, each with its runbook; also those of alerts that rules may raise, and of targets. */
    List<Duty> duties();

    /** Since when a service's process has been warm, as its guards count it; empty where that is not known. */
    Optional<Instant> warmSince(ResourceId service);

    /** The latest incidents, open or ended, newest first. */
    List<Incident> incidents(int limit);

    Optional<Story> story(long incident);

    /** Durable lines with a greater offset, oldest first. */
    List<Line> linesAfter(long offset, int limit);

    /** @param changed called after each commit, on the loop's time: it must only take note */
    AutoCloseable onChange(Runnable changed);

    /** Hands in an order, a note or a beat. */
    Offer submit(Event event);

    /**
     * Hands in samples already parsed: whole requests only.
     *
     * @param by whose share of the room for series they take
     */
    Pushed push(String by, List<Measured> samples);

    /** Everything that was measured: what remote write comes in to and queries ask. */
    Archive archive();

    /** The groups of rules and what came of them last, in the order of their files. */
    List<GroupView> rules();

    /** What is scraped. */
    Scraped targets();

    /** The latest runs of each journey. */
    RecentRuns runs();

    /** What the house itself is made of. */
    Premises premises();

    /**
     * Reads the files again and follows them.
     *
     * @return what is wrong with them, line by line, and then what was in force stays in force; empty where they are followed
     */
    List<String> reload();

    /** The folder where what was pushed last is kept, group by group. */
    Path pushed();

    /** Lines that services logged. */
    LogStore logs();

    /** Names a beat may carry. */
    Set<String> heartbeats();

    /** The file of that content, if it was kept. The hash has been checked to be 64 lower-case hexadecimal digits. */
    Optional<Path> evidence(String hash);

    /**
     * Keeps content under its SHA-256: durable when this returns, and not there at all when it throws.
     *
     * @throws WrongContent when the content's hash is another
     */
    void keepEvidence(String hash, InputStream content) throws IOException;

    /** Our own figures by name, in Prometheus's spelling: queue depth, decisions, loop wait, journal commits, resident memory. */
    Map<String, Double> figures();

    AgentDoor agents();

    /** @param dropped the labels of targets that rules left out */
    record Scraped(List<TargetStatus> all, List<Map<String, String>> dropped) {
        static final Scraped NOTHING = new Scraped(List.of(), List.of());

        public Scraped {
            all = List.copyOf(all);
            dropped = List.copyOf(dropped);
        }
    }

    /** A sample and its series. */
    record Measured(Labels labels, Sample sample) {}

    /** An answer to an event. */
    sealed interface Offer {
        /** @param durable the offset of the last entry once everything that followed from the event is on disk */
        record Taken(CompletableFuture<Long> durable) implements Offer {}

        record Busy(Duration retryAfter) implements Offer {}
    }

    /** An answer to samples. */
    sealed interface Pushed {
        /**
         * @param late older than, or different from, what a series already holds
         * @param tooMany of series above the limit of series
         */
        record Kept(int kept, int late, int tooMany) implements Pushed {}

        record Busy(Duration retryAfter) implements Pushed {}

        /** None of them can be kept now, such as on a full disk. */
        record Unkept(String why) implements Pushed {}
    }

    /** The content of evidence was not what its name promised. */
    final class WrongContent extends IOException {
        public WrongContent(String promised, String found) {
            super("the content's SHA-256 is " + found + ", not " + promised);
        }
    }
}
