package koboshi.tsdb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import koboshi.series.Labels;

/** The series in memory and their index. Guarded by the store's lock. */
final class Head {
    /** Of so few series nobody can tell what one takes. */
    private static final int FEW = 1_000;

    private final Map<Labels, HeadSeries> byLabels = new HashMap<>();
    private List<HeadSeries> all = new ArrayList<>();
    private HeadIndex index = new HeadIndex();
    final Fingerprints fingerprints;
    final Bringers bringers = new Bringers();
    private long sampleBytes;
    private int nextId;
    private long newest = Long.MIN_VALUE;
    /** Samples before it lie in blocks or are on their way there. */
    private long boundary = Long.MIN_VALUE;

    Head(int maxSeries) {
        fingerprints = new Fingerprints(maxSeries);
    }

    HeadIndex index() {
        return index;
    }

    List<HeadSeries> all() {
        return all;
    }

    HeadSeries at(int ordinal) {
        return all.get(ordinal);
    }

    /** Whether the series is still one of these. */
    boolean holds(HeadSeries series) {
        return series.ordinal < all.size() && all.get(series.ordinal) == series;
    }

    int size() {
        return all.size();
    }

    /** The newest moment of any sample, in memory or in blocks, {@link Long#MIN_VALUE} where there is none. */
    long newest() {
        return newest;
    }

    long boundary() {
        return boundary;
    }

    void boundary(long later) {
        boundary = Math.max(boundary, later);
    }

    /** @param end of what lies in blocks, {@link Long#MIN_VALUE} where there is nothing */
    void beginAfter(long end) {
        boundary(end);
        if (end != Long.MIN_VALUE) {
            seen(end - 1);
        }
    }

    void seen(long millis) {
        newest = Math.max(newest, millis);
    }

    HeadSeries find(Labels labels) {
        return byLabels.get(labels);
    }

    HeadSeries add(Labels labels) {
        return add(nextId, labels);
    }

    /** For those that read what was written before. */
    HeadSeries add(int id, Labels labels) {
        var series = new HeadSeries(id, index.shared(labels));
        nextId = Math.max(nextId, id + 1);
        enter(series);
        byLabels.put(series.labels, series);
        return series;
    }

    private void enter(HeadSeries series) {
        series.ordinal = all.size();
        all.add(series);
        index.add(series.ordinal, series.labels);
    }

    /** What series take in memory, whatever samples they have. */
    long seriesBytes() {
        return (long) all.size() * Weights.SERIES + index.weight() + fingerprints.bytes();
    }

    /** What samples take in memory. */
    long sampleBytes() {
        return sampleBytes;
    }

    long bytes() {
        return seriesBytes() + sampleBytes;
    }

    /** About how many series more there may be. */
    long free(Settings settings) {
        long each = Math.max(Settings.LEAST_A_SERIES, all.size() < FEW ? 0 : seriesBytes() / all.size());
        return Math.max(0, Math.min(settings.maxSeries() - all.size(), (settings.memory() / 4 * 3 - seriesBytes()) / each));
    }

    /** To be told of what was appended; what leaves memory is found by {@link #weigh}. */
    void grew(int bytes) {
        sampleBytes += bytes;
    }

    void weigh() {
        sampleBytes = all.stream().mapToLong(HeadSeries::weight).sum();
    }

    /** Takes back the series added last, which nobody was told about. */
    void forget(List<HeadSeries> added) {
        if (!added.isEmpty()) {
            var gone = Set.copyOf(added);
            keep(series -> !gone.contains(series));
        }
    }

    /** Drops the series that have nothing left and ended, or were told of nothing since that moment; the index is built anew without them. */
    void dropEmpty(long silentSince) {
        if (all.stream().anyMatch(series -> gone(series, silentSince))) {
            keep(series -> !gone(series, silentSince));
        }
    }

    /** Whether room would be given back by bringing what is there to a block. */
    boolean anyOver(long silentSince) {
        return all.stream().anyMatch(series -> series.ended() || series.claimed() < silentSince);
    }

    private static boolean gone(HeadSeries series, long silentSince) {
        return series.isEmpty() && (series.ended() || series.claimed() < silentSince);
    }

    private void keep(Predicate<HeadSeries> kept) {
        var before = all;
        all = new ArrayList<>(before.size());
        index = new HeadIndex();
        byLabels.clear();
        for (var series : before) {
            if (kept.test(series)) {
                enter(series);
                byLabels.put(series.labels, series);
            } else if (series.by != null) {
                series.by.holds(-1);
            }
        }
        fingerprints.keep(kept);
    }
}
