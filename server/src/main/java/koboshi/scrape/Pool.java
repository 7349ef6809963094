package koboshi.scrape;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.config.ScrapeJob;
import koboshi.config.TargetFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The targets of one job: those written in it, those in files, which are looked at again and again, and those found elsewhere. Not for two threads at once. */
final class Pool {
    private static final Logger LOG = LoggerFactory.getLogger(Pool.class);

    private final ScrapeJob job;
    private final Map<Path, Long> stamps = new HashMap<>();
    private final Map<Path, List<ScrapeJob.Group>> groups = new LinkedHashMap<>();
    private final Discoveries discoveries;
    private List<ScrapeJob.Group> discovered = List.of();
    private Finding.Found found;

    private final Map<Path, String> troubles = new LinkedHashMap<>();

    Pool(ScrapeJob job, Discoveries.Asking asking) {
        this(job, new Discoveries(job, asking));
        discoveries.start();
    }

    private Pool(ScrapeJob job, Discoveries discoveries) {
        this.job = job;
        this.discoveries = discoveries;
    }

    /** For a job that was edited: what was found goes on where it is found in the same way. */
    Pool followedBy(ScrapeJob next, Discoveries.Asking asking) {
        return next.discoveries().equals(job.discoveries()) && next.spelled() == job.spelled() ? new Pool(next, discoveries) : new Pool(next, asking);
    }

    boolean goesOnIn(Pool other) {
        return discoveries == other.discoveries;
    }

    /** Why some targets may not be known, if so. */
    Optional<String> trouble() {
        return troubles.values().stream().findFirst().or(discoveries::trouble);
    }

    /** Nothing is asked for any more. */
    void stop() {
        discoveries.close();
    }

    ScrapeJob job() {
        return job;
    }

    List<Target> targets() {
        return List.copyOf(found.targets().values());
    }

    List<Map<String, String>> dropped() {
        return found.dropped();
    }

    /** @return whether anything changed since the last look */
    boolean look() {
        boolean changed = found == null;
        var there = job.files().stream().flatMap(files -> TargetFile.matching(files).stream()).distinct().toList();
        changed |= groups.keySet().retainAll(there);
        stamps.keySet().retainAll(there);
        troubles.keySet().retainAll(there);
        for (var file : there) {
            changed |= look(file);
        }
        var now = discoveries.groups();
        changed |= !now.equals(discovered);
        discovered = now;
        if (changed) {
            find();
        }
        return changed;
    }

    /** A broken file changes nothing. */
    private boolean look(Path file) {
        long stamp = TargetFile.stamp(file);
        if (stamps.getOrDefault(file, 0L) == stamp) {
            return false;
        }
        stamps.put(file, stamp);
        var read = TargetFile.read(file, job.spelled());
        if (!read.problems().isEmpty()) {
            troubles.put(file, read.problems().getFirst().toString());
            read.problems().forEach(problem -> LOG.error("targets of {} not followed: {}", job.name(), problem));
            return false;
        }
        troubles.remove(file);
        return !read.groups().equals(groups.put(file, read.groups()));
    }

    private void find() {
        var all = new ArrayList<>(job.groups());
        groups.values().forEach(all::addAll);
        all.addAll(discovered);
        found = Finding.find(job, all);
    }
}
