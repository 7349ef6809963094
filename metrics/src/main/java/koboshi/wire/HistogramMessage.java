package koboshi.wire;

import java.util.Arrays;
import koboshi.series.Bounds;
import koboshi.series.Buckets;
import koboshi.series.Histogram;
import koboshi.series.Histogram.Reset;
import koboshi.series.Sample;

/** One native histogram of a message: counts given as they are, or each integer as the difference to the one before. */
final class HistogramMessage {
    private static final double[] NONE = {};
    /** Each copies all before it. */
    private static final int MOST_ONE_BY_ONE = 2_000;

    private final int start;
    private final Side positive = new Side();
    private final Side negative = new Side();
    private boolean integers;
    private double count;
    private double sum;
    private int schema;
    private double zeroThreshold;
    private double zeroCount;
    private long reset;
    private long millis;
    private double[] bounds = NONE;

    HistogramMessage(Cursor cursor) {
        start = cursor.at;
        while (cursor.more()) {
            field(cursor, cursor.tag());
        }
    }

    long millis() {
        return millis;
    }

    /** A series of histograms ends by one whose sum says so. */
    boolean stale() {
        return Sample.isStale(sum);
    }

    private void field(Cursor cursor, int tag) {
        switch (tag) {
            case 1 << 3 | Cursor.VARINT -> count(unsigned(cursor.varint()), true);
            case 2 << 3 | Cursor.FIXED64 -> count(cursor.fixed64(), false);
            case 3 << 3 | Cursor.FIXED64 -> sum = cursor.fixed64();
            case 4 << 3 | Cursor.VARINT -> schema = cursor.zigzag32();
            case 5 << 3 | Cursor.FIXED64 -> zeroThreshold = cursor.fixed64();
            case 6 << 3 | Cursor.VARINT -> zeroCount = unsigned(cursor.varint());
            case 7 << 3 | Cursor.FIXED64 -> zeroCount = cursor.fixed64();
            case 8 << 3 | Cursor.BYTES -> negative.span(cursor);
            case 9 << 3 | Cursor.BYTES, 9 << 3 | Cursor.VARINT -> negative.deltas(cursor, tag);
            case 10 << 3 | Cursor.BYTES, 10 << 3 | Cursor.FIXED64 -> negative.counts(cursor, tag);
            case 11 << 3 | Cursor.BYTES -> positive.span(cursor);
            case 12 << 3 | Cursor.BYTES, 12 << 3 | Cursor.VARINT -> positive.deltas(cursor, tag);
            case 13 << 3 | Cursor.BYTES, 13 << 3 | Cursor.FIXED64 -> positive.counts(cursor, tag);
            case 14 << 3 | Cursor.VARINT -> reset = cursor.varint();
            case 15 << 3 | Cursor.VARINT -> millis = cursor.varint();
            case 16 << 3 | Cursor.BYTES, 16 << 3 | Cursor.FIXED64 -> bounds = numbers(cursor, tag, bounds);
            default -> other(cursor, tag);
        }
    }

    private void count(double given, boolean integer) {
        count = given;
        integers = integer;
    }

    private static void other(Cursor cursor, int tag) {
        if (tag >>> 3 <= 16) {
            cursor.refuseKind(tag, tag >>> 3);
        }
        cursor.skip(tag);
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : (value >>> 1) * 2.0 + (value & 1);
    }

    /** Numbers of eight bytes, packed into one field or one to a field. */
    static double[] numbers(Cursor cursor, int tag, double[] before) {
        int behind = (tag & 7) == Cursor.BYTES ? cursor.endOfBytes() : cursor.at + Double.BYTES;
        int many = (behind - cursor.at) / Double.BYTES;
        if (many == 1 && before.length >= MOST_ONE_BY_ONE) {
            throw new WireError(cursor.at, "more than " + MOST_ONE_BY_ONE + " numbers in a field each: expected them packed");
        }
        var all = Arrays.copyOf(before, before.length + many);
        for (int i = before.length; i < all.length; i++) {
            all[i] = cursor.fixed64();
        }
        if (cursor.at != behind) {
            throw new WireError(cursor.at, "packed numbers of eight bytes do not fill their field");
        }
        return all;
    }

    /** @throws WireError where the parts contradict each other */
    Histogram histogram() {
        boolean custom = schema == Histogram.CUSTOM_SCHEMA;
        check(custom || schema >= -4 && schema <= 8, "the schema of a histogram is " + schema + ", neither -4 to 8 nor -53");
        check(!(count < 0) && !(zeroCount < 0), "a histogram counts below zero");
        check(custom || bounds.length == 0, "a histogram has bounds of its own but no schema for them");
        var up = positive.buckets(integers, start);
        var down = negative.buckets(integers, start);
        if (custom) {
            checkCustom(up, down);
        }
        if (integers) {
            double observed = up.total() + down.total() + zeroCount;
            check(observed == count || Double.isNaN(sum) && observed < count, "the buckets of a histogram do not add up to its count");
        }
        return new Histogram(hint(), schema, zeroThreshold, zeroCount, count, sum, up, down, Bounds.of(bounds));
    }

    private void checkCustom(Buckets up, Buckets down) {
        check(down.isEmpty() && zeroCount == 0 && zeroThreshold == 0, "a histogram with bounds of its own has negative or zero buckets");
        check(up.isEmpty() || up.index(0) >= 0 && up.index(up.size() - 1) <= bounds.length, "a bucket of a histogram lies outside of its bounds");
        for (int i = 0; i < bounds.length; i++) {
            check(Double.isFinite(bounds[i]) && (i == 0 || bounds[i] > bounds[i - 1]), "the bounds of a histogram are not finite and ascending");
        }
    }

    private Reset hint() {
        return switch (Math.clamp(reset, -1, 4)) {
            case 1 -> Reset.RESET;
            case 2 -> Reset.NOT_RESET;
            case 3 -> Reset.GAUGE;
            default -> Reset.UNKNOWN;
        };
    }

    private void check(boolean right, String otherwise) {
        if (!right) {
            throw new WireError(start, otherwise);
        }
    }
}
