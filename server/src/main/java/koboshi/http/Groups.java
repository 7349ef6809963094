package koboshi.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import koboshi.agent.fact.DurableFile;
import koboshi.series.Labels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups that were pushed and not deleted: each in a file of its own, so that they are there after a restart.
 *
 * <p>Safe for use by many threads. A file is written before anything is said of it.
 */
final class Groups {
    private static final Logger LOG = LoggerFactory.getLogger(Groups.class);
    private static final int MOST = 1_000;
    private static final int MOST_SERIES_TOGETHER = 100_000;
    private static final String ENDING = ".group";

    private final Path folder;
    private final InstantSource clock;
    private final Map<Labels, Group> groups = new TreeMap<>();
    private long lastMillis;

    /** What must be written now: values, or marks that a series ended. */
    record Written(long millis, Map<Labels, Double> values, List<Labels> ended) {}

    Groups(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
        read();
    }

    private void read() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (var file : files) {
                read(file);
            }
        } catch (IOException e) {
            LOG.error("what was pushed before cannot be read: {}", e.toString());
        }
    }

    private void read(Path file) throws IOException {
        try {
            var group = Group.parse(Files.readString(file));
            groups.put(group.key(), group);
        } catch (RuntimeException e) {
            LOG.error("{} is no group that was pushed ({}); set aside", file, e.getMessage());
            Files.move(file, file.resolveSibling(file.getFileName() + ".unreadable"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    synchronized List<Group> all() {
        return List.copyOf(groups.values());
    }

    /** @param whole whether what is not in it any more is gone, or only what has a name that is in it */
    synchronized Written push(Labels key, Map<Labels, Double> pushed, boolean whole) throws IOException {
        var before = groups.get(key);
        var samples = whole || before == null ? pushed : before.replacing(pushed);
        refuseTooMany(key, samples.size());
        long millis = moment();
        var after = new Group(key, millis, before == null ? 0 : before.failedMillis(), samples);
        put(after);
        return new Written(millis, after.all(), before == null ? List.of() : ended(before, after));
    }

    /** Never the same twice: one moment cannot hold two values. */
    private long moment() {
        lastMillis = Math.max(clock.millis(), lastMillis + 1);
        return lastMillis;
    }

    private static List<Labels> ended(Group before, Group after) {
        var gone = new HashSet<>(before.samples().keySet());
        gone.removeAll(after.samples().keySet());
        return List.copyOf(gone);
    }

    private void refuseTooMany(Labels key, int series) {
        if (!groups.containsKey(key) && groups.size() >= MOST) {
            throw new Refused(413, "there are " + MOST + " groups already: delete one that is not needed any more");
        }
        int others = groups.values().stream().filter(group -> !group.key().equals(key)).mapToInt(group -> group.samples().size()).sum();
        if (series > Group.MOST_SERIES || others + series > MOST_SERIES_TOGETHER) {
            throw new Refused(413, "expected at most " + Group.MOST_SERIES + " series in a group and " + MOST_SERIES_TOGETHER + " in all groups together");
        }
    }

    /** A push that was wrong: what was pushed before stays, and says since when it is old. */
    synchronized void failed(Labels key) {
        var before = groups.get(key);
        if (before != null) {
            try {
                put(new Group(key, before.pushedMillis(), clock.millis(), before.samples()));
            } catch (IOException e) {
                LOG.error("{} cannot be kept: {}", key, e.toString());
            }
        }
    }

    private void put(Group group) throws IOException {
        Files.createDirectories(folder);
        DurableFile.replace(file(group.key()), group.text());
        groups.put(group.key(), group);
    }

    private Path file(Labels key) {
        return folder.resolve(Hashes.hex(Hashes.sha256(key.toString().getBytes(StandardCharsets.UTF_8))) + ENDING);
    }

    /** @return what must be said of its series; nothing of a group nobody pushed */
    synchronized Written delete(Labels key) throws IOException {
        Files.deleteIfExists(file(key));
        var gone = groups.remove(key);
        return new Written(moment(), Map.of(), gone == null ? List.of() : List.copyOf(gone.all().keySet()));
    }

    /** Everything again, so that it goes on. */
    synchronized Written again() {
        var values = new LinkedHashMap<Labels, Double>();
        groups.values().forEach(group -> values.putAll(group.all()));
        return new Written(moment(), values, List.of());
    }
}
