package koboshi.tsdb;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Sample;

/** What stands in the records of the log and of a head written out. */
final class Records {
    /** Series that are new: number and labels of each. */
    static final int SERIES = 1;
    /** Samples: number of the series, moment and value of each. */
    static final int NUMBERS = 2;
    /** One histogram of one series. */
    static final int HISTOGRAM = 3;
    /** Series with all that memory held of them. */
    static final int HEAD = 4;
    /** The last record of a head: how many series it has. */
    static final int END = 5;

    private static final int MOST_LABELS = 1 << 16;

    private Records() {}

    static void labels(Labels labels, Bytes to) {
        to.putVarint(labels.size());
        labels.forEach((name, value) -> {
            to.putText(name);
            to.putText(value);
        });
    }

    /**
     * Names and values, one after the other.
     *
     * @param before those of the series before, which has most of them too
     */
    static String[] labels(Cursor from, String[] before) {
        var texts = new String[2 * from.count(MOST_LABELS)];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = from.text(i < before.length ? before[i] : "");
        }
        return texts;
    }

    static void series(Collection<HeadSeries> all, Bytes to) {
        int start = Frame.open(to);
        to.put(SERIES);
        to.putVarint(all.size());
        all.forEach(series -> {
            to.putVarint(series.id);
            labels(series.labels, to);
        });
        Frame.close(to, start);
    }

    static void histogram(HeadSeries series, long millis, Histogram histogram, Encoder encoder, Bytes to) {
        int start = Frame.open(to);
        to.put(HISTOGRAM);
        to.putVarint(series.id);
        chunk(encoder.histograms(new long[] {millis}, new Histogram[] {histogram}, 1), to);
        Frame.close(to, start);
    }

    static void chunk(Chunk chunk, Bytes to) {
        to.putSigned(chunk.first());
        to.putVarint(chunk.last() - chunk.first());
        to.putVarint(chunk.count());
        to.putVarint(chunk.bytes().length);
        to.put(chunk.bytes(), 0, chunk.bytes().length);
    }

    static Chunk chunk(Cursor from) {
        long first = from.signed();
        long last = first + from.varint();
        int count = from.count(1 << 16);
        int length = from.count(from.left());
        int at = from.skip(length);
        return new Chunk(first, last, count, Arrays.copyOfRange(from.array(), at, at + length));
    }

    static void head(HeadFile.Frozen series, Closing closing, Bytes to) {
        to.putVarint(series.id());
        labels(series.labels(), to);
        to.putVarint(series.closed().length);
        for (var chunk : series.closed()) {
            chunk(chunk, to);
        }
        to.putVarint(series.openCount());
        int length = series.openBits().length - Stream.SLACK;
        to.putVarint(length);
        to.put(series.openBits(), 0, length);
        to.putVarint(series.loose().size());
        series.loose().forEach(sample -> loose(sample, closing, to));
    }

    private static void loose(Sample sample, Closing closing, Bytes to) {
        if (sample.histogram() == null) {
            to.put(NUMBERS);
            to.putSigned(sample.millis());
            to.putDouble(sample.value());
        } else {
            to.put(HISTOGRAM);
            chunk(closing.close(List.of(sample)), to);
        }
    }

    static Sample loose(Cursor from, Columns scratch) {
        if (from.next() == NUMBERS) {
            return new Sample(from.signed(), from.nextDouble());
        }
        return single(chunk(from), scratch);
    }

    /** The one histogram of a chunk. */
    static Sample single(Chunk chunk, Columns scratch) {
        scratch.clear();
        chunk.decode(scratch);
        if (scratch.size() != 1 || scratch.histogram(0) == null) {
            throw new Damaged("not one histogram");
        }
        return new Sample(chunk.first(), scratch.histogram(0));
    }
}
