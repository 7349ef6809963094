package koboshi.scrape;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import koboshi.config.ScrapeJob;
import koboshi.config.TargetFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The targets of one job: those written in it, and those in files, which are looked at again and again. Not for two threads at once. */
final class Pool {
    private static final Logger LOG = LoggerFactory.getLogger(Pool.class);

    private final ScrapeJob job;
    private final Map<Path, Long> stamps = new HashMap<>();
    private final Map<Path, List<ScrapeJob.Group>> groups = new LinkedHashMap<>();
    private Finding.Found found;

    Pool(ScrapeJob job) {
        this.job = job;
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
        for (var file : there) {
            changed |= look(file);
        }
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
        var read = TargetFile.read(file);
        if (!read.problems().isEmpty()) {
            read.problems().forEach(problem -> LOG.error("targets of {} not followed: {}", job.name(), problem));
            return false;
        }
        return !read.groups().equals(groups.put(file, read.groups()));
    }

    private void find() {
        var all = new ArrayList<>(job.groups());
        groups.values().forEach(all::addAll);
        found = Finding.find(job, all);
    }
}
