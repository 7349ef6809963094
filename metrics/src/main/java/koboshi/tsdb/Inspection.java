package koboshi.tsdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Looks through a store's files, all of them, without changing one; the store must not be open. */
public final class Inspection {
    private final Path folder;
    private final Consumer<String> progress;
    private final List<Finding> findings = new ArrayList<>();
    private final Columns columns = new Columns(Chunk.MOST_SAMPLES);
    private long files;
    private long series;
    private long samples;

    /** Something that is not as it was written. */
    public record Finding(Path file, String what) {
        @Override
        public String toString() {
            return file + ": " + what;
        }
    }

    /**
     * What was found.
     *
     * @param series in blocks, counted in each
     * @param samples in blocks
     */
    public record Report(long files, long series, long samples, List<Finding> findings) {
        public boolean sound() {
            return findings.isEmpty();
        }
    }

    private Inspection(Path folder, Consumer<String> progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * @param progress told of each file before it is read
     * @throws IOException if there is no store, or it is in use
     */
    public static Report inspect(Path folder, Consumer<String> progress) throws IOException {
        if (!Files.exists(folder.resolve("FORMAT"))) {
            throw new IOException(folder + " is no store of series: it has no file FORMAT");
        }
        try (var _ = Store.lock(folder)) {
            return new Inspection(folder, progress).all();
        }
    }

    /** Opens the store, which cuts off and sets aside what cannot be read, and writes anew the blocks with damage inside. */
    public static List<String> repair(Path folder, Settings settings, Consumer<String> progress) throws IOException {
        var report = inspect(folder, progress);
        var damaged = report.findings().stream().map(Finding::file).toList();
        try (var store = Store.open(folder, settings)) {
            store.mend(damaged);
            return store.findings();
        }
    }

    private Report all() throws IOException {
        var log = folder.resolve("log");
        for (var file : Files.isDirectory(log) ? Log.files(log) : List.<Path>of()) {
            progress.accept(file.toString());
            guarded(file, () -> records(file));
        }
        var blocks = folder.resolve("blocks");
        for (var block : Files.isDirectory(blocks) ? Blocks.children(blocks).stream().filter(Blocks::ours).toList() : List.<Path>of()) {
            progress.accept(block.toString());
            guarded(block, () -> block(block));
        }
        return new Report(files, series, samples, List.copyOf(findings));
    }

    private interface Look {
        void look() throws IOException;
    }

    private void guarded(Path file, Look look) {
        files++;
        try {
            look.look();
        } catch (IOException | Damaged | IndexOutOfBoundsException e) {
            findings.add(new Finding(file, e.getMessage()));
        }
    }

    private void records(Path file) throws IOException {
        boolean head = file.toString().endsWith(".head");
        Frame.read(file, head ? HeadFile.HEADER : Log.HEADER, new Frame.Reader() {
            @Override
            public void record(Cursor record) {
                // Its checksum is right: what it says was written so.
            }

            @Override
            public void damage(long from, long to, String why) {
                findings.add(new Finding(file, (to - from) + " bytes at " + from + ": " + why));
            }
        });
    }

    private void block(Path folder) throws IOException {
        if (folder.toString().endsWith(Blocks.UNFINISHED)) {
            return;
        }
        try (var block = Block.open(folder)) {
            chunks(block);
        }
    }

    private void chunks(Block block) {
        series += block.seriesCount();
        for (int ordinal = 0; ordinal < block.seriesCount(); ordinal++) {
            var chunks = new ArrayList<Block.Stored>();
            block.pieces(ordinal, Long.MIN_VALUE, Long.MAX_VALUE, chunks);
            for (var chunk : chunks) {
                chunk(block, ordinal, chunk);
            }
        }
    }

    private void chunk(Block block, int ordinal, Block.Stored chunk) {
        try {
            columns.clear();
            chunk.decode(columns);
            samples += chunk.count();
            boolean ends = columns.millis()[0] == chunk.first() && columns.millis()[columns.size() - 1] == chunk.last();
            if (!ends || !columns.inOrder()) {
                findings.add(new Finding(block.folder, block.labels(ordinal) + ": samples of a chunk are not in the order the index says"));
            }
        } catch (Damaged e) {
            findings.add(new Finding(block.folder, block.labels(ordinal) + ": " + e.getMessage()));
        }
    }
}
