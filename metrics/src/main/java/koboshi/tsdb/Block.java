package koboshi.tsdb;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.SoftReference;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import koboshi.series.Labels;

/**
 * A block as it lies on the disk: immutable, read in place.
 *
 * <p>Files stay mapped for some minutes after the block was deleted, so that a query that is under way is not disturbed; then they are let go of, since until
 * then they take room on the disk. The index's checksum is verified when it is opened, a chunk's whenever it is read.
 */
final class Block implements Index, AutoCloseable {
    private static final int PAIR = 3 * Integer.BYTES;
    /** More than any chunk has, in this version or a later one. */
    private static final int MOST_SAMPLES = 1 << 16;

    final Path folder;
    final long number;
    final Footer footer;
    final long bytes;
    private final Arena files;
    private final MemorySegment index;
    private final MemorySegment chunks;
    /** Labels that were read once, by ordinal; memory that is short takes them away. */
    private volatile SoftReference<Labels[]> labels = new SoftReference<>(null);

    private volatile boolean damaged;

    private Block(Path folder, Footer footer, Arena files, MemorySegment index, MemorySegment chunks) {
        this.folder = folder;
        this.number = number(folder);
        this.footer = footer;
        this.files = files;
        this.index = index;
        this.chunks = chunks;
        this.bytes = index.byteSize() + chunks.byteSize();
    }

    /** @throws Damaged if it is not as it was written */
    static Block open(Path folder) throws IOException {
        var files = Arena.ofShared();
        try {
            var index = map(folder.resolve("index"), files);
            var chunks = map(folder.resolve("chunks"), files);
            Magic.check(chunks, BlockWriter.CHUNKS);
            return new Block(folder, Footer.read(index), files, index, chunks);
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private static MemorySegment map(Path file, Arena files) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), files);
        }
    }

    /** Whoever still reads gets an {@link IllegalStateException}. */
    @Override
    public void close() {
        if (files.scope().isAlive()) {
            files.close();
        }
    }

    /** Blocks are named by their number, then by what span they hold, for those who look into the folder. */
    static long number(Path folder) {
        var name = folder.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('-')));
    }

    /** Whether somebody met a chunk that is not as it was written. */
    boolean damaged() {
        return damaged;
    }

    void markDamaged() {
        damaged = true;
    }

    long first() {
        return footer.first();
    }

    long last() {
        return footer.last();
    }

    boolean touches(long from, long to) {
        return first() <= to && last() >= from;
    }

    /** Numbers of the blocks this one stands for. */
    List<Long> sources() {
        var cursor = cursor(footer.sourcesAt(), (int) index.byteSize());
        var sources = new ArrayList<Long>();
        for (int left = cursor.count(cursor.left()); left > 0; left--) {
            sources.add(cursor.varint());
        }
        return sources;
    }

    private Cursor cursor(int from, int to) {
        byte[] copy = index.asSlice(from, to - from).toArray(ValueLayout.JAVA_BYTE);
        return new Cursor(copy, 0, copy.length);
    }

    private int at(int offset) {
        return index.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
    }

    private String text(int number) {
        int offsets = footer.textsAt() + number * Integer.BYTES;
        int start = footer.textsAt() + (footer.textCount() + 1) * Integer.BYTES;
        int from = at(offsets);
        byte[] utf8 = index.asSlice(start + (long) from, at(offsets + Integer.BYTES) - from).toArray(ValueLayout.JAVA_BYTE);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private String name(int pair) {
        return text(at(footer.pairsAt() + pair * PAIR));
    }

    private String value(int pair) {
        return text(at(footer.pairsAt() + pair * PAIR + Integer.BYTES));
    }

    private Ordinals postings(int pair) {
        int from = footer.postingsAt() + at(footer.pairsAt() + pair * PAIR + 2 * Integer.BYTES);
        int to = pair + 1 == footer.pairCount() ? footer.seriesAt() : footer.postingsAt() + at(footer.pairsAt() + (pair + 1) * PAIR + 2 * Integer.BYTES);
        var cursor = cursor(from, to);
        var numbers = new int[cursor.count(footer.seriesCount())];
        int last = 0;
        for (int i = 0; i < numbers.length; i++) {
            last += cursor.count(footer.seriesCount());
            numbers[i] = last;
        }
        return Ordinals.of(numbers);
    }

    /** The first pair not before the given one. */
    private int pairFrom(String name, String value) {
        int low = 0;
        int high = footer.pairCount();
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = name(middle).compareTo(name);
            if (order < 0 || order == 0 && value(middle).compareTo(value) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public int seriesCount() {
        return footer.seriesCount();
    }

    @Override
    public Ordinals all() {
        return Ordinals.upTo(footer.seriesCount());
    }

    @Override
    public Ordinals bearing(String label, String value) {
        int pair = pairFrom(label, value);
        boolean there = pair < footer.pairCount() && name(pair).equals(label) && value(pair).equals(value);
        return there ? postings(pair) : Ordinals.NONE;
    }

    @Override
    public void values(String label, Predicate<String> passes, BiConsumer<String, Ordinals> each) {
        for (int pair = pairFrom(label, ""); pair < footer.pairCount() && name(pair).equals(label); pair++) {
            var value = value(pair);
            if (passes.test(value)) {
                each.accept(value, postings(pair));
            }
        }
    }

    @Override
    public List<String> labelNames() {
        var names = new ArrayList<String>();
        for (int pair = 0; pair < footer.pairCount(); pair++) {
            var name = name(pair);
            if (names.isEmpty() || !names.getLast().equals(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private Cursor entry(int ordinal) {
        int offsets = footer.seriesAt() + ordinal * Integer.BYTES;
        int start = footer.seriesAt() + (footer.seriesCount() + 1) * Integer.BYTES;
        return cursor(start + at(offsets), start + at(offsets + Integer.BYTES));
    }

    /** Where a series stands, or -1. */
    int ordinal(Labels wanted) {
        Ordinals found = all();
        for (var label : wanted.asMap().entrySet()) {
            found = found.and(bearing(label.getKey(), label.getValue()));
        }
        for (int i = 0; i < found.size(); i++) {
            if (labels(found.get(i)).equals(wanted)) {
                return found.get(i);
            }
        }
        return -1;
    }

    Labels labels(int ordinal) {
        var cache = cache();
        var known = cache[ordinal];
        if (known == null) {
            known = readLabels(ordinal);
            cache[ordinal] = known;
        }
        return known;
    }

    /** Lets this block use another's copy of the same labels. */
    void share(int ordinal, Labels same) {
        cache()[ordinal] = same;
    }

    private Labels[] cache() {
        var cache = labels.get();
        if (cache == null) {
            cache = new Labels[footer.seriesCount()];
            labels = new SoftReference<>(cache);
        }
        return cache;
    }

    private Labels readLabels(int ordinal) {
        var entry = entry(ordinal);
        var pairs = new String[2 * entry.count(footer.pairCount())];
        int pair = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            pair += entry.count(footer.pairCount());
            pairs[i] = name(pair);
            pairs[i + 1] = value(pair);
        }
        return Labels.of(pairs);
    }

    /** Adds the chunks of a series that may hold something of the closed range. */
    void pieces(int ordinal, long from, long to, List<? super Stored> found) {
        var entry = entry(ordinal);
        for (int left = entry.count(footer.pairCount()); left > 0; left--) {
            entry.varint();
        }
        int count = entry.count(entry.left());
        long offset = entry.varint();
        long moment = 0;
        for (int i = 0; i < count; i++) {
            long first = moment + entry.signed();
            long last = first + entry.varint();
            int samples = entry.count(MOST_SAMPLES);
            int length = entry.count(Integer.MAX_VALUE - Integer.BYTES);
            if (first <= to && last >= from) {
                found.add(new Stored(this, offset, first, last, samples, length));
            }
            offset += length + Integer.BYTES;
            moment = last;
        }
    }

    /** A chunk in this block's file. */
    record Stored(Block block, long offset, long first, long last, int count, int length) implements Piece {
        @Override
        public void decode(Columns to) {
            byte[] scratch = to.scratch(length + Integer.BYTES);
            load(scratch);
            to.readScratch(length, first, count);
        }

        /** The chunk as it was given to be written. */
        Chunk chunk() {
            var raw = new byte[length + Integer.BYTES];
            load(raw);
            return new Chunk(first, last, count, Arrays.copyOf(raw, length));
        }

        private void load(byte[] to) {
            try {
                loadSound(to);
            } catch (Damaged e) {
                block.markDamaged();
                throw e;
            }
        }

        private void loadSound(byte[] to) {
            if (offset + length + Integer.BYTES > block.chunks.byteSize()) {
                throw new Damaged(block.folder.getFileName() + ": the chunks end before " + offset);
            }
            MemorySegment.copy(block.chunks, ValueLayout.JAVA_BYTE, offset, to, 0, length + Integer.BYTES);
            if (Frame.checksum(to, 0, length) != (int) Bytes.INTS.get(to, length)) {
                throw new Damaged(block.folder.getFileName() + ": the checksum of the chunk at " + offset + " is another");
            }
        }
    }
}
