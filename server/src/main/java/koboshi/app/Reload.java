package koboshi.app;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import koboshi.config.Configuration;
import koboshi.config.Problem;
import koboshi.config.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the configuration as it is edited: everything is checked first, and a bad file changes nothing. */
public final class Reload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final Path path;
    private final UnaryOperator<Configuration> adjusted;
    private final Koboshi koboshi;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("reload").factory());
    private long seen;
    private Configuration followed;
    /** What was read beside the configuration itself. */
    private List<Path> besides;

    /**
     * @param adjusted what the command line says over the file
     * @param followed what is in force; an edit made while it was taken up is seen at the first look
     */
    public Reload(Path path, UnaryOperator<Configuration> adjusted, Koboshi koboshi, Configuration followed) {
        this.path = path;
        this.adjusted = adjusted;
        this.koboshi = koboshi;
        this.followed = followed;
        besides = followed.settings().scrapes().files();
        koboshi.whenAskedToReload(this::now);
    }

    public void start() {
        looking.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    void look() {
        read(false);
    }

    /** @return what went wrong, line by line; also what was said before and nobody has mended */
    private List<String> now() {
        return read(true);
    }

    /** Whatever goes wrong is said, for an exception would end all later looks. */
    private synchronized List<String> read(boolean asked) {
        try {
            long now = fingerprint();
            if (asked || now != seen) {
                seen = now;
                follow();
            }
            return List.of();
        } catch (Problems problems) {
            problems.list().forEach(problem -> LOG.error("not followed: {}", problem));
            LOG.error("{} cannot be followed; what was in force stays in force", path);
            return problems.list().stream().map(Problem::toString).toList();
        } catch (IOException tooLarge) {
            LOG.error("{} cannot be followed; what was in force stays in force: {}", path, tooLarge.getMessage());
            return List.of(String.valueOf(tooLarge.getMessage()));
        } catch (RuntimeException | OutOfMemoryError trouble) {
            LOG.error("{} was read but could not be taken up", path, trouble);
            return List.of("read, but could not be taken up: " + trouble.getMessage());
        }
    }

    private void follow() throws Problems, IOException {
        var next = adjusted.apply(Configuration.read(path));
        besides = next.settings().scrapes().files();
        if (isSame(next)) {
            return;
        }
        koboshi.follow(next);
        followed = next;
        LOG.info("{} was read again and is followed", path);
    }

    /** Jobs may come from files that are no part of the source; two secrets differ, though no text of theirs does. */
    private boolean isSame(Configuration next) {
        return next.source().equals(followed.source()) && next.settings().scrapes().equals(followed.settings().scrapes()) && next.rules().sameText(followed.rules());
    }

    /** Of names, sizes and times; an editor that writes twice is read twice. 0 while it is not there. */
    private long fingerprint() {
        try (var files = Files.walk(path, 1)) {
            var own = files.filter(file -> file.equals(path) || file.toString().endsWith(".yaml"));
            return Stream.of(own, followed.rules().found().stream(), besides.stream()).flatMap(all -> all)
                    .mapToLong(file -> file.hashCode() * 31L + stamp(file.toFile())).sum();
        } catch (IOException | UncheckedIOException _) {
            return 0;
        }
    }

    private static long stamp(File file) {
        return file.isDirectory() ? 0 : file.lastModified() * 7 + file.length();
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
