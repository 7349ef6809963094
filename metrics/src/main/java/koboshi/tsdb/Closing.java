package koboshi.tsdb;

import java.util.ArrayList;
import java.util.List;
import koboshi.series.Histogram;
import koboshi.series.Sample;

/** Closes what is open into chunks that lie within one block's span. Not for two threads at once. */
final class Closing {
    private final long span;
    private final Encoder encoder = new Encoder();
    private final Columns columns = new Columns(Chunk.MOST_SAMPLES);

    /** @param spanMillis of the smallest block */
    Closing(long spanMillis) {
        this.span = spanMillis;
    }

    /** Whether two moments belong to different blocks. */
    boolean apart(long one, long other) {
        return Math.floorDiv(one, span) != Math.floorDiv(other, span);
    }

    Chunk close(Stream open) {
        columns.clear();
        columns.read(open);
        return encoder.numbers(open, columns);
    }

    Chunk close(List<Sample> histograms) {
        var millis = histograms.stream().mapToLong(Sample::millis).toArray();
        return encoder.histograms(millis, histograms.stream().map(Sample::histogram).toArray(Histogram[]::new), millis.length);
    }

    /** All closed chunks of a series anew, with what came late before the boundary in its place. */
    Chunk[] rewritten(HeadSeries series, long boundary) {
        var all = new Columns(Chunk.MOST_SAMPLES);
        for (var chunk : series.closed()) {
            chunk.decode(all);
        }
        series.late().stream().filter(sample -> sample.millis() < boundary).forEach(sample -> all.add(sample.millis(), sample.value(), sample.histogram()));
        all.sort();
        return chunks(all, boundary).toArray(Chunk[]::new);
    }

    /** Encodes samples in order of time, cut at spans, at the boundary, where the kind changes, and where a chunk is full. */
    List<Chunk> chunks(Columns all, long boundary) {
        var chunks = new ArrayList<Chunk>();
        int from = 0;
        for (int i = 1; i <= all.size(); i++) {
            if (i == all.size() || !together(all, from, i, boundary)) {
                chunks.add(chunk(all, from, i));
                from = i;
            }
        }
        return chunks;
    }

    private boolean together(Columns all, int from, int i, long boundary) {
        long first = all.millis()[from];
        long here = all.millis()[i];
        if (i - from == Chunk.MOST_SAMPLES || apart(first, here) || first < boundary && here >= boundary) {
            return false;
        }
        var before = all.histogram(from);
        var now = all.histogram(i);
        return before == null ? now == null : now != null && HistogramColumns.alike(before, now);
    }

    private Chunk chunk(Columns all, int from, int to) {
        if (all.histogram(from) != null) {
            var samples = new ArrayList<Sample>();
            for (int i = from; i < to; i++) {
                samples.add(new Sample(all.millis()[i], all.histogram(i)));
            }
            return close(samples);
        }
        columns.clear();
        for (int i = from; i < to; i++) {
            columns.add(all.millis()[i], all.values()[i], null);
        }
        return encoder.numbers(columns);
    }
}
