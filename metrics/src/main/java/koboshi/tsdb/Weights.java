package koboshi.tsdb;

import koboshi.series.Histogram;
import koboshi.series.Sample;

/** About how many bytes of the heap what memory holds takes; measured with compressed references, rather too high than too low. */
final class Weights {
    /** A series without its labels: itself, its open stream, its places in lists and tables. */
    static final int SERIES = 470;
    /** A label of a series: two references, and its place among the series that bear it. */
    static final int LABEL = 16;
    /** A label and value that no series bore before: their texts, the entries they are found by. */
    static final int PAIR = 240;

    private static final int CHUNK = 64;
    private static final int SAMPLE = 40;
    private static final int HISTOGRAM = 144;
    private static final int BUCKET = Integer.BYTES + Double.BYTES;
    /** An entry of a tree and its key. */
    private static final int LATE = 72;

    private Weights() {}

    static int of(Chunk chunk) {
        return CHUNK + chunk.bytes().length;
    }

    static int of(Sample sample) {
        return SAMPLE + (sample.histogram() == null ? 0 : of(sample.histogram()));
    }

    static int late(Sample sample) {
        return LATE + of(sample);
    }

    private static int of(Histogram histogram) {
        return HISTOGRAM + BUCKET * (histogram.positive().size() + histogram.negative().size() + histogram.bounds().size());
    }

    static int pair(String name, String value) {
        return PAIR + 2 * (name.length() + value.length());
    }
}
