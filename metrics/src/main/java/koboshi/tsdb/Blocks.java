package koboshi.tsdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** The blocks there are, oldest first; changed by one thread, read by all. */
final class Blocks implements AutoCloseable {
    /** Longer than any query may take. */
    private static final Duration READ_FOR = Duration.ofMinutes(5);
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
    static final String UNFINISHED = ".tmp";
    private static final Pattern OURS = Pattern.compile("\\d{8,18}(\\.tmp|-\\S+)");

    private final Path folder;
    private volatile List<Block> all = List.of();
    private final Deque<Gone> gone = new ArrayDeque<>();
    private long lastNumber;

    /** Deleted, but perhaps still read by somebody. */
    private record Gone(Block block, long sinceNanos) {}

    /** Writes the series of a block. */
    interface Filling {
        void fill(BlockWriter writer) throws IOException;
    }

    private Blocks(Path folder) {
        this.folder = folder;
    }

    static Blocks open(Path folder, SetAside aside) throws IOException {
        Files.createDirectories(folder);
        var blocks = new Blocks(folder);
        var found = new ArrayList<Block>();
        for (var child : children(folder)) {
            if (!ours(child)) {
                aside.ignore(child);
            } else if (child.toString().endsWith(UNFINISHED)) {
                delete(child);
            } else {
                blocks.lastNumber = Math.max(blocks.lastNumber, Block.number(child));
                open(child, found, aside);
            }
        }
        blocks.all = sorted(blocks.withoutSources(found));
        return blocks;
    }

    static boolean ours(Path child) {
        return OURS.matcher(child.getFileName().toString()).matches() && Files.isDirectory(child);
    }

    private static void open(Path child, List<Block> found, SetAside aside) throws IOException {
        try {
            found.add(Block.open(child));
        } catch (Damaged | IOException e) {
            aside.block(child, e.getMessage());
        }
    }

    static List<Path> children(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** A process that ended between writing a merged block and deleting what it was merged from leaves both. */
    private List<Block> withoutSources(List<Block> found) throws IOException {
        var merged = new HashSet<Long>();
        found.forEach(block -> merged.addAll(block.sources()));
        for (var block : found) {
            if (merged.contains(block.number)) {
                block.close();
                delete(block.folder);
            }
        }
        return found.stream().filter(block -> !merged.contains(block.number)).toList();
    }

    private static List<Block> sorted(Collection<Block> blocks) {
        return blocks.stream().sorted(Comparator.comparingLong(Block::first).thenComparingLong(block -> block.number)).toList();
    }

    List<Block> all() {
        return all;
    }

    List<Block> touching(long from, long to) {
        return all.stream().filter(block -> block.touches(from, to)).toList();
    }

    /** The end of the newest sample of any block, {@link Long#MIN_VALUE} where there is none. */
    long end() {
        return all.stream().mapToLong(block -> block.last() + 1).max().orElse(Long.MIN_VALUE);
    }

    long bytes() {
        return all.stream().mapToLong(block -> block.bytes).sum();
    }

    /**
     * Writes a block; it is on the disk, but not among {@link #all} yet.
     *
     * @return null if nothing was filled in
     */
    Block write(List<Long> sources, Filling filling) throws IOException {
        var unfinished = folder.resolve("%08d%s".formatted(++lastNumber, UNFINISHED));
        Files.createDirectory(unfinished);
        try (var writer = new BlockWriter(unfinished, sources)) {
            filling.fill(writer);
            if (writer.isEmpty()) {
                delete(unfinished);
                return null;
            }
            var footer = writer.finish();
            var name = "%08d-%s-%s".formatted(lastNumber, time(footer.first()), time(footer.last()));
            Durable.syncFolder(unfinished);
            var finished = Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            Durable.syncFolder(folder);
            return Block.open(finished);
        } catch (IOException | RuntimeException e) {
            delete(unfinished);
            throw e;
        }
    }

    private static String time(long millis) {
        return NAME.format(Instant.ofEpochMilli(millis));
    }

    void add(Block block) {
        replace(List.of(), block);
    }

    /** Puts one block for others in one go; their files stay for the caller to delete. */
    void replace(List<Block> others, Block come) {
        var left = new ArrayList<>(all);
        left.removeAll(others);
        if (come != null) {
            left.add(come);
        }
        all = sorted(left);
        synchronized (gone) {
            others.forEach(block -> gone.add(new Gone(block, System.nanoTime())));
        }
    }

    /** Lets go of the files of blocks that were deleted long ago: a deleted file that is mapped still takes room on the disk. */
    void letGo(long nowNanos) {
        synchronized (gone) {
            while (!gone.isEmpty() && nowNanos - gone.getFirst().sinceNanos() > READ_FOR.toNanos()) {
                gone.removeFirst().block().close();
            }
        }
    }

    @Override
    public void close() {
        letGo(System.nanoTime() + 2 * READ_FOR.toNanos());
        all.forEach(Block::close);
    }

    static void delete(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            for (var child : children(folder)) {
                delete(child);
            }
        }
        Files.deleteIfExists(folder);
    }
}
