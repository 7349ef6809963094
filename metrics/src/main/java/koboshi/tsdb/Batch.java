package koboshi.tsdb;

import java.io.IOException;
import java.util.Arrays;
import koboshi.series.Histogram;
import koboshi.series.Labels;

/**
 * Samples that are written together: after {@link #commit} all that were accepted are, before it none is.
 *
 * <p>Not for two threads at once. The messages given must stay as they are until the commit.
 */
public final class Batch {
    private final Store store;
    final LabelReader reader;
    private int seriesCount;
    private byte[][] messages = new byte[64][];
    private int[] froms = new int[64];
    private int[] tos = new int[64];
    private Labels[] named = new Labels[64];
    private long[] firstHalves = new long[64];
    private long[] secondHalves = new long[64];
    /** Where the samples of each series end. */
    private int[] ends = new int[64];

    private int sampleCount;
    private long[] millis = new long[64];
    private double[] values = new double[64];
    /** null until the first comes */
    private Histogram[] histograms;

    Batch(Store store, LabelReader reader) {
        this.store = store;
        this.reader = reader;
    }

    /** What follows belongs to the series that these bytes name. */
    public Batch series(byte[] message, int from, int to) {
        int at = next();
        messages[at] = message;
        froms[at] = from;
        tos[at] = to;
        firstHalves[at] = store.fingerprint(message, from, to, secondHalves, at);
        return this;
    }

    /** What follows belongs to that series. */
    public Batch series(Labels labels) {
        // The array is another one once it has grown: its place comes first.
        int at = next();
        named[at] = labels;
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
        messages = Arrays.copyOf(messages, capacity);
        froms = Arrays.copyOf(froms, capacity);
        tos = Arrays.copyOf(tos, capacity);
        named = Arrays.copyOf(named, capacity);
        firstHalves = Arrays.copyOf(firstHalves, capacity);
        secondHalves = Arrays.copyOf(secondHalves, capacity);
        ends = Arrays.copyOf(ends, capacity);
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
     * @throws IOException the disk took none of it: sending all of it again helps once there is room
     */
    public Outcome commit() throws IOException {
        return store.commit(this);
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

    /** null where bytes name the series */
    Labels named(int series) {
        return named[series];
    }

    Labels readLabels(int series) {
        return reader.read(messages[series], froms[series], tos[series]);
    }

    long firstHalf(int series) {
        return firstHalves[series];
    }

    long secondHalf(int series) {
        return secondHalves[series];
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
