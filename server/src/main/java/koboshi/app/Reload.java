package koboshi.app;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import koboshi.config.Configuration;
import koboshi.config.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the configuration as it is edited: everything is checked first, and a bad file changes nothing. */
public final class Reload {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final Path path;
    private final UnaryOperator<Configuration> adjusted;
    private final Koboshi koboshi;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("reload").factory());
    private long seen;

    /** @param adjusted what the command line says over the file */
    public Reload(Path path, UnaryOperator<Configuration> adjusted, Koboshi koboshi) {
        this.path = path;
        this.adjusted = adjusted;
        this.koboshi = koboshi;
        this.seen = fingerprint();
    }

    public void start() {
        looking.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    void look() {
        long now = fingerprint();
        if (now != seen) {
            seen = now;
            follow();
        }
    }

    private void follow() {
        try {
            koboshi.follow(adjusted.apply(Configuration.read(path)));
            LOG.info("{} was read again and is followed", path);
        } catch (Problems problems) {
            problems.list().forEach(problem -> LOG.error("not followed: {}", problem));
            LOG.error("{} cannot be followed; what was in force stays in force", path);
        } catch (RuntimeException trouble) {
            LOG.error("{} was read but could not be taken up", path, trouble);
        }
    }

    /** Of names, sizes and times; an editor that writes twice is read twice. */
    private long fingerprint() {
        try (var files = Files.walk(path, 1)) {
            return files.filter(file -> file.equals(path) || file.toString().endsWith(".yaml")).mapToLong(file -> file.hashCode() * 31L + stamp(file.toFile())).sum();
        } catch (IOException _) {
            return 0;
        }
    }

    private static long stamp(File file) {
        return file.isDirectory() ? 0 : file.lastModified() * 7 + file.length();
    }
}
