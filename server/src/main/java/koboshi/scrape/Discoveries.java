package koboshi.scrape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import koboshi.config.ScrapeJob;
import koboshi.config.ScrapeJob.Discovery;
import koboshi.config.ScrapeJob.Group;
import koboshi.config.ScrapeJob.Spelled;

/** Asks for lists of targets again and again, each on a thread of its own; where one cannot be had, the last good one stays. */
final class Discoveries implements AutoCloseable {
    /** How a list is asked for. */
    interface Asking {
        /** @throws ScrapeFailure in words; asked again later */
        List<Group> ask(Discovery discovery, Spelled spelled) throws ScrapeFailure, InterruptedException;
    }

    private final List<DiscoveryLoop> loops;

    Discoveries(ScrapeJob job, Asking asking) {
        loops = job.discoveries().stream().map(discovery -> new DiscoveryLoop(job, discovery, asking)).toList();
    }

    void start() {
        loops.forEach(DiscoveryLoop::start);
    }

    /** Of all that answered once. */
    List<Group> groups() {
        var all = new ArrayList<Group>();
        loops.forEach(loop -> all.addAll(loop.groups()));
        return all;
    }

    Optional<String> trouble() {
        return loops.stream().flatMap(loop -> loop.trouble().stream()).findFirst();
    }

    @Override
    public void close() {
        loops.forEach(DiscoveryLoop::stop);
    }
}
