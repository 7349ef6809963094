package koboshi.wire;

import koboshi.series.Bounds;
import koboshi.series.Buckets;
import koboshi.series.Histogram;

/** A native histogram as {@link HistogramMessage} reads it, its counts as they are: that holds what was added up and divided, too. */
final class HistogramFields {
    private static final int COUNT = 2;
    private static final int SUM = 3;
    private static final int SCHEMA = 4;
    private static final int ZERO_THRESHOLD = 5;
    private static final int ZERO_COUNT = 7;
    private static final int NEGATIVE_SPANS = 8;
    private static final int NEGATIVE_COUNTS = 10;
    private static final int POSITIVE_SPANS = 11;
    private static final int POSITIVE_COUNTS = 13;
    private static final int RESET = 14;
    private static final int MILLIS = 15;
    private static final int BOUNDS = 16;
    private static final int OFFSET = 1;
    private static final int LENGTH = 2;

    private HistogramFields() {}

    static void write(long millis, Histogram histogram, Protobuf out) {
        out.fixed(COUNT, histogram.count());
        out.fixed(SUM, histogram.sum());
        out.tag(SCHEMA, Cursor.VARINT);
        out.zigzag(histogram.schema());
        out.fixed(ZERO_THRESHOLD, histogram.zeroThreshold());
        out.fixed(ZERO_COUNT, histogram.zeroCount());
        side(NEGATIVE_SPANS, NEGATIVE_COUNTS, histogram.negative(), out);
        side(POSITIVE_SPANS, POSITIVE_COUNTS, histogram.positive(), out);
        out.varint(RESET, hint(histogram));
        out.varint(MILLIS, millis);
        bounds(histogram.bounds(), out);
    }

    private static int hint(Histogram histogram) {
        return switch (histogram.reset()) {
            case UNKNOWN -> 0;
            case RESET -> 1;
            case NOT_RESET -> 2;
            case GAUGE -> 3;
        };
    }

    /** Neighbours are a span, which begins so many buckets behind the end of the one before. */
    private static void side(int spans, int counts, Buckets buckets, Protobuf out) {
        int behind = 0;
        for (int from = 0, to; from < buckets.size(); from = to) {
            to = endOfRun(buckets, from);
            var span = new Protobuf();
            span.tag(OFFSET, Cursor.VARINT);
            span.zigzag(buckets.index(from) - behind);
            span.varint(LENGTH, to - from);
            out.message(spans, span);
            behind = buckets.index(to - 1) + 1;
        }
        if (!buckets.isEmpty()) {
            out.tag(counts, Cursor.BYTES);
            out.varint((long) buckets.size() * Double.BYTES);
            for (int i = 0; i < buckets.size(); i++) {
                out.fixed(Double.doubleToRawLongBits(buckets.count(i)));
            }
        }
    }

    private static int endOfRun(Buckets buckets, int from) {
        int to = from + 1;
        while (to < buckets.size() && buckets.index(to) == buckets.index(to - 1) + 1) {
            to++;
        }
        return to;
    }

    private static void bounds(Bounds bounds, Protobuf out) {
        if (bounds.size() > 0) {
            out.tag(BOUNDS, Cursor.BYTES);
            out.varint((long) bounds.size() * Double.BYTES);
            for (int i = 0; i < bounds.size(); i++) {
                out.fixed(Double.doubleToRawLongBits(bounds.upper(i)));
            }
        }
    }
}
