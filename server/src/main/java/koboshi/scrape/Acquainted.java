package koboshi.scrape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import koboshi.config.ScrapeJob;
import koboshi.series.Labels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Targets of files that have answered, kept on disk: who was taken out of a file while we were down is missed all the same.
 *
 * <p>Only those of files: a file says at once who is in it, while a discovery that has not answered yet says nothing. Not for two threads at once.
 */
final class Acquainted {
    private static final Logger LOG = LoggerFactory.getLogger(Acquainted.class);
    private static final TypeReference<List<Known>> ALL = new TypeReference<>() {};
    /** Of more targets than are ever scraped at once nobody wrote this. */
    private static final long MOST_BYTES = 64 << 20;

    private final Path file;
    private final Map<String, Known> known = new LinkedHashMap<>();
    /** Those of before this start that were not found since. */
    private final Set<String> unseen = new HashSet<>();
    private List<Known> kept = List.of();

    /**
     * @param files how the job named its files: another job by the same name misses nobody
     * @param from the file it stood in
     */
    record Known(String job, String files, String url, String from, Map<String, String> labels) {
        private String key() {
            return job + " " + url;
        }

        Missed.Gone gone(ScrapeJob of, Instant since) {
            return new Missed.Gone(of, Labels.of(labels), url, from, since);
        }
    }

    Acquainted(Path file) {
        this.file = file;
        kept = read();
        kept.forEach(one -> known.put(one.key(), one));
        unseen.addAll(known.keySet());
    }

    private List<Known> read() {
        try {
            return Files.exists(file) && Files.size(file) <= MOST_BYTES ? JsonMapper.shared().readValue(Files.readAllBytes(file), ALL) : List.of();
        } catch (IOException | JacksonException trouble) {
            LOG.warn("whom we scraped before is not known, so nobody is missed: {} cannot be read: {}", file, trouble.getMessage());
            return List.of();
        }
    }

    /**
     * Takes in who is there.
     *
     * @param job that of a name as it is now, unless its files cannot be read just now, in which case nobody of it is judged
     * @return those of before the start who are there no more
     */
    List<Known> meet(Collection<? extends TargetLoop> there, Function<String, Judged> job) {
        var found = new HashSet<String>();
        there.forEach(loop -> {
            found.add(loop.target().job().name() + " " + loop.target().url());
            met(loop).ifPresent(one -> known.put(one.key(), one));
        });
        unseen.removeAll(found);
        var missed = new ArrayList<Known>();
        known.values().removeIf(one -> !found.contains(one.key()) && isGone(one, job.apply(one.job()), missed));
        keep();
        return missed;
    }

    /** What can be said about a job: that it cannot be judged now, or how it names its files, nothing where there is no such job. */
    record Judged(boolean possible, Optional<String> files) {}

    private boolean isGone(Known one, Judged job, List<Known> missed) {
        if (!job.possible()) {
            return false;
        }
        if (unseen.remove(one.key()) && job.files().filter(one.files()::equals).isPresent()) {
            missed.add(one);
        }
        return true;
    }

    private static Optional<Known> met(TargetLoop loop) {
        var target = loop.target();
        return loop.answered() && Finding.isOfFile(target.discovered())
                ? Optional.of(new Known(target.job().name(), files(target.job()), target.url(), Finding.from(target.discovered()), target.labels().asMap()))
                : Optional.empty();
    }

    static String files(ScrapeJob job) {
        return job.files().toString();
    }

    private void keep() {
        var now = List.copyOf(known.values());
        if (now.equals(kept)) {
            return;
        }
        try {
            var next = file.resolveSibling(file.getFileName() + ".next");
            Files.write(next, JsonMapper.shared().writeValueAsBytes(now));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            kept = now;
        } catch (IOException trouble) {
            LOG.warn("who is scraped cannot be remembered over the next start: {}", trouble.toString());
        }
    }
}
