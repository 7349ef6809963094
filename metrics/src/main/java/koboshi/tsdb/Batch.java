package koboshi.tsdb;

import java.io.IOException;
import java.util.Arrays;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Sample;

/**
 * Samples that are written together: after {@link #commit} all that were accepted are, before it none is.
 *
 * <p>Not for two threads at once. The messages given must stay as they are until the commit.
 */
public final class Batch {
    /** As one that comes late; else it is less. */
    private static final int MOST_SAMPLE = 112;
    /** By so much a stream grows. */
    private static final int MOST_SERIES = 256;

    private static final int FEWEST = 64;

    private final Store store;
    final LabelReader reader;
    /** null where nobody says so */
    private String by;
    private int broughtUntil = Integer.MAX_VALUE;
    private int seriesCount;
    /** Where the samples of each series end. */
    private int[] ends = new int[FEWEST];
    /** What names each series, one of these three; a column is null while it names none. */
    private SeriesRef[] refs;
    private Labels[] named;
    private Messages messages;

    private int sampleCount;
    private long[] millis = new long[FEWEST];
    private double[] values = new double[FEWEST];
    /** null until the first comes */
    private Histogram[] histograms;

    /** Series that bytes of a message name, and the fingerprints of these. */
    private record Messages(byte[][] bytes, int[] froms, int[] tos, long[] firstHalves, long[] secondHalves) {
        static Messages of(int capacity) {
            return new Messages(new byte[capacity][], new int[capacity], new int[capacity], new long[capacity], new long[capacity]);
        }

        Messages grown(int capacity) {
            return new Messages(
                    Arrays.copyOf(bytes, capacity),
                    Arrays.copyOf(froms, capacity),
                    Arrays.copyOf(tos, capacity),
                    Arrays.copyOf(firstHalves, capacity),
                    Arrays.copyOf(secondHalves, capacity));
        }
    }

    Batch(Store store, LabelReader reader) {
        this.store = store;
        this.reader = reader;
    }

    /** New series count as brought by it, and it may not take all the room there is. */
    public Batch by(String bringer) {
        by = bringer;
        return this;
    }

    /** What follows is what its keeper says of the bringer, and is kept though that one may bring no more. */
    public Batch broughtByNobody() {
        broughtUntil = seriesCount;
        return this;
    }

    String by() {
        return by;
    }

    /** How many of its series were brought by somebody. */
    int broughtUntil() {
        return broughtUntil;
    }

    Batch expecting(int series) {
        if (series > ends.length) {
            grow(series);
            growSamples(series);
        }
        return this;
    }

    /** What follows belongs to the series that these bytes name. */
    public Batch series(byte[] message, int from, int to) {
        int at = next();
        messages = messages == null ? Messages.of(ends.length) : messages;
        messages.bytes[at] = message;
        messages.froms[at] = from;
        messages.tos[at] = to;
        messages.firstHalves[at] = store.fingerprint(message, from, to, messages.secondHalves, at);
        return this;
    }

    /** What follows belongs to that series. */
    public Batch series(Labels labels) {
        int at = next();
        named = named == null ? new Labels[ends.length] : named;
        named[at] = labels;
        return this;
    }

    /** What follows belongs to the series that is held so. */
    public Batch series(SeriesRef ref) {
        int at = next();
        refs = refs == null ? new SeriesRef[ends.length] : refs;
        refs[at] = ref;
        return this;
    }

    private int next() {
        if (seriesCount == ends.length) {
            grow(seriesCount * 2);
        }
        ends[seriesCount] = sampleCount;
        return seriesCount++;
    }

    private void grow(int capacity) {
        ends = Arrays.copyOf(ends, capacity);
        refs = refs == null ? null : Arrays.copyOf(refs, capacity);
        named = named == null ? null : Arrays.copyOf(named, capacity);
        messages = messages == null ? null : messages.grown(capacity);
    }

    /** @param moment milliseconds since the epoch */
    public Batch sample(long moment, double value) {
        if (sampleCount == millis.length) {
            growSamples(sampleCount * 2);
        }
        millis[sampleCount] = moment;
        values[sampleCount++] = value;
        ends[seriesCount - 1] = sampleCount;
        return this;
    }

    public Batch histogram(long moment, Histogram histogram) {
        sample(moment, Double.NaN);
        histograms = histograms == null ? new Histogram[millis.length] : histograms;
        histograms[sampleCount - 1] = histogram;
        return this;
    }

    private void growSamples(int capacity) {
        millis = Arrays.copyOf(millis, capacity);
        values = Arrays.copyOf(values, capacity);
        histograms = histograms == null ? null : Arrays.copyOf(histograms, capacity);
    }

    /**
     * Writes what can be accepted. When it returns, that has reached the operating system's files and outlives this process; it is brought to the disk
     * within a second.
     *
     * @throws IOException none of it was taken: the disk is full, or what it must be compared with cannot be read. Sending all of it again helps once there is
     *     room, or the damage was set aside, which takes a second
     */
    public Outcome commit() throws IOException {
        return store.commit(this);
    }

    /** What its samples take in memory, at the most. */
    long weight() {
        long weight = (long) sampleCount * MOST_SAMPLE + (long) seriesCount * MOST_SERIES;
        for (int i = 0; histograms != null && i < sampleCount; i++) {
            weight += histograms[i] == null ? 0 : Weights.late(new Sample(millis[i], histograms[i]));
        }
        return weight;
    }

    int seriesCount() {
        return seriesCount;
    }

    int sampleCount() {
        return sampleCount;
    }

    int firstSample(int series) {
        return series == 0 ? 0 : ends[series - 1];
    }

    int endOfSamples(int series) {
        return ends[series];
    }

    /** null where the series is named otherwise */
    SeriesRef ref(int series) {
        return refs == null ? null : refs[series];
    }

    /** null where the series is named otherwise */
    Labels named(int series) {
        return named == null ? null : named[series];
    }

    Labels readLabels(int series) {
        return reader.read(messages.bytes[series], messages.froms[series], messages.tos[series]);
    }

    long firstHalf(int series) {
        return messages.firstHalves[series];
    }

    long secondHalf(int series) {
        return messages.secondHalves[series];
    }

    long millis(int sample) {
        return millis[sample];
    }

    double value(int sample) {
        return values[sample];
    }

    /** null for a number */
    Histogram histogram(int sample) {
        return histograms == null ? null : histograms[sample];
    }
}
