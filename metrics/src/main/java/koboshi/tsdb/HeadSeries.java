package koboshi.tsdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Sample;

/** One series in memory: closed chunks, the stream or the histograms that are still open, and what came late. Guarded by the store's lock. */
final class HeadSeries {
    private static final int MOST_HISTOGRAMS = 120;
    private static final Chunk[] NONE = {};

    final int id;
    final Labels labels;
    /** Its place in the index of the head. */
    int ordinal;
    /** Who brought it; null where nobody says so, and after a start until somebody writes to it. */
    Bringers.Bringer by;

    private final Stream open = new Stream();
    private Chunk[] closed = NONE;
    /** null where there are none, as almost always */
    private List<Sample> histograms;
    /** What came out of order, by moment; null where there is none, as almost always. */
    private TreeMap<Long, Sample> late;

    /** What closed chunks, and samples that no stream holds, take in memory. */
    private int closedBytes;

    private int looseBytes;

    /** The newest moment anybody was told about, written already or about to be; its value, as bits, or histogram. */
    private long claimed = Long.MIN_VALUE;

    private long claimedBits;
    private Histogram claimedHistogram;

    HeadSeries(int id, Labels labels) {
        this.id = id;
        this.labels = labels;
    }

    long claimed() {
        return claimed;
    }

    /** Whether the newest sample is this one, bit by bit. */
    boolean claimedSame(double value, Histogram histogram) {
        return histogram == null ? claimedHistogram == null && claimedBits == Double.doubleToRawLongBits(value) : histogram.equals(claimedHistogram);
    }

    void claim(long millis, double value, Histogram histogram) {
        claimed = millis;
        claimedBits = Double.doubleToRawLongBits(value);
        claimedHistogram = histogram;
    }

    /** Whether the newest sample says that it is over. */
    boolean ended() {
        return claimedHistogram == null && claimedBits == Double.doubleToRawLongBits(Sample.STALE);
    }

    /** What was claimed since is not going to be written. */
    void unclaim() {
        if (histograms != null) {
            var last = histograms.getLast();
            claim(last.millis(), Double.NaN, last.histogram());
        } else if (open.count() > 0) {
            claim(open.lastMillis(), Double.longBitsToDouble(open.lastValue()), null);
        } else if (closed.length > 0) {
            var columns = new Columns(closed[closed.length - 1].count());
            closed[closed.length - 1].decode(columns);
            int at = columns.size() - 1;
            claim(columns.millis()[at], columns.values()[at], columns.histograms() == null ? null : columns.histograms()[at]);
        } else {
            claim(Long.MIN_VALUE, 0, null);
        }
    }

    void append(long millis, double value, Histogram histogram, Closing closing) {
        if (histogram == null) {
            number(millis, value, closing);
        } else {
            histogram(new Sample(millis, histogram), closing);
        }
    }

    private void number(long millis, double value, Closing closing) {
        if (histograms != null || open.count() == Chunk.MOST_SAMPLES || open.count() > 0 && closing.apart(open.firstMillis(), millis)) {
            close(closing);
        }
        open.append(millis, value);
    }

    private void histogram(Sample sample, Closing closing) {
        if (open.count() > 0 || histograms != null && !goesOn(sample, closing)) {
            close(closing);
        }
        histograms = histograms == null ? new ArrayList<>() : histograms;
        histograms.add(sample);
        looseBytes += Weights.of(sample);
    }

    private boolean goesOn(Sample sample, Closing closing) {
        var first = histograms.getFirst();
        return histograms.size() < MOST_HISTOGRAMS
                && !closing.apart(first.millis(), sample.millis())
                && HistogramColumns.alike(first.histogram(), sample.histogram());
    }

    void close(Closing closing) {
        if (open.count() > 0) {
            add(closing.close(open));
            open.clear();
        }
        if (histograms != null) {
            add(closing.close(histograms));
            histograms.forEach(sample -> looseBytes -= Weights.of(sample));
            histograms = null;
        }
    }

    /**
     * Goes on with a stream that was written out before.
     *
     * @return false if it is not newer than all there is: nothing was changed then
     */
    boolean resume(byte[] bits, int length, int count) {
        if (open.count() > 0 || histograms != null || !open.resume(bits, length, count, claimed)) {
            return false;
        }
        claim(open.lastMillis(), Double.longBitsToDouble(open.lastValue()), null);
        return true;
    }

    /** For those that read a head written out before. */
    void add(Chunk chunk) {
        closed = Arrays.copyOf(closed, closed.length + 1);
        closed[closed.length - 1] = chunk;
        closedBytes += Weights.of(chunk);
    }

    /** About how many bytes its samples take in memory. */
    int weight() {
        return open.weight() + closedBytes + looseBytes;
    }

    void addLate(Sample sample) {
        late = late == null ? new TreeMap<>() : late;
        if (late.putIfAbsent(sample.millis(), sample) == null) {
            looseBytes += Weights.late(sample);
        }
    }

    Chunk[] closed() {
        return closed;
    }

    Stream open() {
        return open;
    }

    List<Sample> histograms() {
        return histograms == null ? List.of() : List.copyOf(histograms);
    }

    Collection<Sample> late() {
        return late == null ? List.of() : late.values();
    }

    boolean isEmpty() {
        return closed.length == 0 && open.count() == 0 && histograms == null && late == null;
    }

    /** Adds what may lie in the closed range, as it is now. */
    void pieces(long from, long to, Collection<? super Piece> found) {
        for (var chunk : closed) {
            if (chunk.touches(from, to)) {
                found.add(chunk);
            }
        }
        if (open.count() > 0 && open.firstMillis() <= to && open.lastMillis() >= from) {
            found.add(open.piece(from));
        }
        if (histograms != null) {
            found.add(new Piece.Loose(List.copyOf(histograms)));
        }
        if (late != null) {
            found.add(new Piece.Loose(List.copyOf(late.values())));
        }
    }

    /** Everything older than the boundary as closed chunks in order of time, none of which crosses it. */
    List<Chunk> before(long boundary, Closing closing) {
        if (open.count() > 0 && open.firstMillis() < boundary || histograms != null && histograms.getFirst().millis() < boundary) {
            close(closing);
        }
        boolean mixed = late != null && late.firstKey() < boundary || crosses(boundary);
        if (mixed) {
            closedNow(closing.rewritten(this, boundary));
            lateFrom(boundary);
        }
        return Arrays.stream(closed).filter(chunk -> chunk.last() < boundary).toList();
    }

    private boolean crosses(long boundary) {
        return Arrays.stream(closed).anyMatch(chunk -> chunk.first() < boundary && chunk.last() >= boundary);
    }

    /** Forgets closed chunks that lie in a block now. */
    void forgetBefore(long boundary) {
        if (closed.length > 0 && closed[0].last() < boundary) {
            closedNow(Arrays.stream(closed).filter(chunk -> chunk.last() >= boundary).toArray(Chunk[]::new));
        }
    }

    private void closedNow(Chunk[] chunks) {
        closed = chunks;
        closedBytes = Arrays.stream(chunks).mapToInt(Weights::of).sum();
    }

    private void lateFrom(long boundary) {
        if (late != null) {
            late.headMap(boundary).values().forEach(sample -> looseBytes -= Weights.late(sample));
            late = late.lastKey() < boundary ? null : new TreeMap<>(late.tailMap(boundary));
        }
    }
}
