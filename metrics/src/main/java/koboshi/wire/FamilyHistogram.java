package koboshi.wire;

import java.util.Arrays;
import koboshi.series.Bounds;
import koboshi.series.Histogram;
import koboshi.series.Histogram.Reset;

/** A histogram as targets expose it: classic buckets, native ones, or both. */
final class FamilyHistogram {
    private final int start;
    private final Side positive = new Side();
    private final Side negative = new Side();
    private double[] uppers = new double[16];
    private double[] cumulatives = new double[16];
    private int buckets;
    private boolean integers = true;
    private boolean spans;
    private double count;
    private double sum;
    private int schema;
    private double zeroThreshold;
    private double zeroCount;

    FamilyHistogram(Cursor cursor) {
        start = cursor.at;
        while (cursor.more()) {
            field(cursor, cursor.tag());
        }
    }

    private void field(Cursor cursor, int tag) {
        switch (tag) {
            case 1 << 3 | Cursor.VARINT -> count = unsigned(cursor.varint());
            case 2 << 3 | Cursor.FIXED64 -> sum = cursor.fixed64();
            case 3 << 3 | Cursor.BYTES -> bucket(cursor);
            case 4 << 3 | Cursor.FIXED64 -> fractional(cursor.fixed64());
            case 5 << 3 | Cursor.VARINT -> schema = cursor.zigzag32();
            case 6 << 3 | Cursor.FIXED64 -> zeroThreshold = cursor.fixed64();
            case 7 << 3 | Cursor.VARINT -> zeroCount = unsigned(cursor.varint());
            case 8 << 3 | Cursor.FIXED64 -> zeroCount = orElse(cursor.fixed64(), zeroCount);
            case 9 << 3 | Cursor.BYTES -> span(negative, cursor);
            case 10 << 3 | Cursor.BYTES, 10 << 3 | Cursor.VARINT -> negative.deltas(cursor, tag);
            case 11 << 3 | Cursor.BYTES, 11 << 3 | Cursor.FIXED64 -> negative.counts(cursor, tag);
            case 12 << 3 | Cursor.BYTES -> span(positive, cursor);
            case 13 << 3 | Cursor.BYTES, 13 << 3 | Cursor.VARINT -> positive.deltas(cursor, tag);
            case 14 << 3 | Cursor.BYTES, 14 << 3 | Cursor.FIXED64 -> positive.counts(cursor, tag);
            default -> other(cursor, tag);
        }
    }

    private static void other(Cursor cursor, int tag) {
        if (tag >>> 3 <= 14) {
            cursor.refuseKind(tag, tag >>> 3);
        }
        cursor.skip(tag);
    }

    /** Zero is what a field says that is not set. */
    private void fractional(double given) {
        integers = integers && !(given > 0);
        count = orElse(given, count);
    }

    private static double orElse(double given, double otherwise) {
        return given > 0 ? given : otherwise;
    }

    private void span(Side side, Cursor cursor) {
        spans = true;
        side.span(cursor);
    }

    private void bucket(Cursor cursor) {
        int end = cursor.end;
        int behind = cursor.endOfBytes();
        cursor.end = behind;
        double cumulative = 0;
        double upper = 0;
        while (cursor.more()) {
            int tag = cursor.tag();
            switch (tag) {
                case 1 << 3 | Cursor.VARINT -> cumulative = unsigned(cursor.varint());
                case 2 << 3 | Cursor.FIXED64 -> upper = cursor.fixed64();
                case 4 << 3 | Cursor.FIXED64 -> cumulative = orElse(cursor.fixed64(), cumulative);
                default -> {
                    cursor.refuseKind(tag, 1, 2, 4);
                    cursor.skip(tag);
                }
            }
        }
        cursor.end = end;
        add(upper, cumulative);
    }

    private void add(double upper, double cumulative) {
        if (buckets == uppers.length) {
            uppers = Arrays.copyOf(uppers, buckets * 2);
            cumulatives = Arrays.copyOf(cumulatives, buckets * 2);
        }
        uppers[buckets] = upper;
        cumulatives[buckets++] = cumulative;
    }

    static double unsigned(long value) {
        return value >= 0 ? value : (value >>> 1) * 2.0 + (value & 1);
    }

    /** One that observed nothing yet has a span of nothing, so that it can be told from a classic one. */
    boolean isNative() {
        return spans || zeroThreshold > 0 || zeroCount > 0;
    }

    boolean hasBuckets() {
        return buckets > 0;
    }

    int buckets() {
        return buckets;
    }

    double upper(int bucket) {
        return uppers[bucket];
    }

    double cumulative(int bucket) {
        return cumulatives[bucket];
    }

    double count() {
        return count;
    }

    double sum() {
        return sum;
    }

    /** @throws WireError where the parts contradict each other */
    Histogram histogram(boolean gauge) {
        check(schema >= -4 && schema <= 8, "the schema of a histogram is " + schema + ", not -4 to 8");
        check(count >= 0 && zeroCount >= 0 && zeroThreshold >= 0, "a histogram counts below zero");
        var up = positive.buckets(integers, start);
        var down = negative.buckets(integers, start);
        if (integers) {
            double observed = up.total() + down.total() + zeroCount;
            check(observed == count || Double.isNaN(sum) && observed < count, "the buckets of a histogram do not add up to its count");
        }
        return new Histogram(gauge ? Reset.GAUGE : Reset.UNKNOWN, schema, zeroThreshold, zeroCount, count, sum, up, down, Bounds.NONE);
    }

    private void check(boolean right, String otherwise) {
        if (!right) {
            throw new WireError(start, otherwise);
        }
    }
}
