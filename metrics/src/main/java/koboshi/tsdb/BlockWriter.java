package koboshi.tsdb;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import koboshi.series.Labels;

/**
 * Writes a block, series by series in the order of their labels: a file of chunks, each with its checksum, and an index.
 *
 * <p>The index holds, one after the other: texts (offsets, then UTF-8), label pairs (name, value, where its series stand), the series of each pair, the series
 * themselves (label pairs, then chunks), and a {@link Footer}.
 */
final class BlockWriter implements Closeable {
    static final byte[] CHUNKS = Magic.of("KOBOCHK", 1);
    static final byte[] INDEX = Magic.of("KOBOIDX", 1);
    private static final int FLUSH = 1 << 20;

    private final Path folder;
    private final List<Long> sources;
    private final FileChannel chunks;
    private final Bytes out = new Bytes(FLUSH * 2);
    private long flushed;
    private final List<Labels> labels = new ArrayList<>();
    /** Chunks of all series, as they will stand in the index, and where each series's begin. */
    private final Bytes entries = new Bytes(1 << 16);

    private final List<Integer> entryEnds = new ArrayList<>();
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long samples;

    /** @param sources numbers of the blocks this one stands for, which are to be deleted once it is there */
    BlockWriter(Path folder, List<Long> sources) throws IOException {
        this.folder = folder;
        this.sources = sources;
        chunks = FileChannel.open(folder.resolve("chunks"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        out.put(CHUNKS, 0, CHUNKS.length);
    }

    /** @param all not empty, in order of time */
    void series(Labels series, List<Chunk> all) throws IOException {
        labels.add(series);
        entries.putVarint(all.size());
        long before = 0;
        entries.putVarint(flushed + out.size());
        for (var chunk : all) {
            entries.putSigned(chunk.first() - before);
            entries.putVarint(chunk.last() - chunk.first());
            entries.putVarint(chunk.count());
            entries.putVarint(chunk.bytes().length);
            before = chunk.last();
            chunk(chunk);
        }
        entryEnds.add(entries.size());
    }

    private void chunk(Chunk chunk) throws IOException {
        out.put(chunk.bytes(), 0, chunk.bytes().length);
        out.putInt(Frame.checksum(chunk.bytes(), 0, chunk.bytes().length));
        first = Math.min(first, chunk.first());
        last = Math.max(last, chunk.last());
        samples += chunk.count();
        if (out.size() >= FLUSH) {
            flush(chunks);
        }
    }

    private void flush(FileChannel to) throws IOException {
        var buffer = ByteBuffer.wrap(out.array(), 0, out.size());
        while (buffer.hasRemaining()) {
            to.write(buffer);
        }
        flushed += out.size();
        out.clear();
    }

    boolean isEmpty() {
        return labels.isEmpty();
    }

    /** Writes the index; both files are on the disk when this returns. */
    Footer finish() throws IOException {
        flush(chunks);
        chunks.force(true);
        flushed = 0;
        out.put(INDEX, 0, INDEX.length);
        var footer = new IndexText().write();
        try (var index = FileChannel.open(folder.resolve("index"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            flush(index);
            index.force(true);
        }
        return footer;
    }

    @Override
    public void close() throws IOException {
        chunks.close();
    }

    /** A label pair: the series that bear it, and its number once all pairs are known. */
    private static final class Pair {
        private final Ordinals series = Ordinals.growing();
        private int number;
    }

    /** The index as it is put together. */
    private final class IndexText {
        private final Map<String, Map<String, Pair>> pairs = new HashMap<>();
        private final Map<String, Integer> texts = new HashMap<>();
        private int pairCount;

        Footer write() {
            collect();
            int textsAt = texts();
            var postings = new Bytes(1 << 12);
            int pairsAt = pairs(postings);
            int postingsAt = out.size();
            out.put(postings.array(), 0, postings.size());
            int seriesAt = series();
            int sourcesAt = out.size();
            out.putVarint(sources.size());
            sources.forEach(out::putVarint);
            var footer = new Footer(textsAt, texts.size(), pairsAt, pairCount, postingsAt, seriesAt, labels.size(), sourcesAt, first, last, samples);
            footer.write(out);
            return footer;
        }

        private void collect() {
            for (int i = 0; i < labels.size(); i++) {
                int ordinal = i;
                labels.get(i).forEach((name, value) -> {
                    texts.put(name, 0);
                    texts.put(value, 0);
                    pairs.computeIfAbsent(name, _ -> new HashMap<>()).computeIfAbsent(value, _ -> new Pair()).series.add(ordinal);
                });
            }
        }

        private int texts() {
            int at = out.size();
            var utf8 = new Bytes(1 << 12);
            int number = 0;
            for (var text : new TreeSet<>(texts.keySet())) {
                texts.put(text, number++);
                out.putInt(utf8.size());
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                utf8.put(bytes, 0, bytes.length);
            }
            out.putInt(utf8.size());
            out.put(utf8.array(), 0, utf8.size());
            return at;
        }

        private int pairs(Bytes postings) {
            int at = out.size();
            new TreeMap<>(pairs).forEach((name, values) -> new TreeMap<>(values).forEach((value, pair) -> {
                pair.number = pairCount++;
                out.putInt(texts.get(name));
                out.putInt(texts.get(value));
                out.putInt(postings.size());
                postings.putVarint(pair.series.size());
                for (int i = 0; i < pair.series.size(); i++) {
                    postings.putVarint(i == 0 ? pair.series.get(0) : pair.series.get(i) - pair.series.get(i - 1));
                }
            }));
            return at;
        }

        private int series() {
            int at = out.size();
            var all = new Bytes(entries.size() * 2);
            for (int i = 0; i < labels.size(); i++) {
                out.putInt(all.size());
                entry(i, all);
            }
            out.putInt(all.size());
            out.put(all.array(), 0, all.size());
            return at;
        }

        /** Labels are sorted by name, so that the numbers of their pairs only grow. */
        private void entry(int i, Bytes to) {
            to.putVarint(labels.get(i).size());
            int[] before = {0};
            labels.get(i).forEach((name, value) -> {
                int number = pairs.get(name).get(value).number;
                to.putVarint(number - before[0]);
                before[0] = number;
            });
            int from = i == 0 ? 0 : entryEnds.get(i - 1);
            to.put(entries.array(), from, entryEnds.get(i) - from);
        }
    }
}
