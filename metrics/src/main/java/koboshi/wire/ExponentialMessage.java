package koboshi.wire;

import java.util.Arrays;
import koboshi.series.Bounds;
import koboshi.series.Buckets;
import koboshi.series.Histogram;
import koboshi.series.Histogram.Reset;

/**
 * An exponential histogram of OpenTelemetry, which is a native histogram by another numbering.
 *
 * <p>There the bucket i holds what is above base^i and at most base^(i+1), here what is above base^(i-1) and at most base^i: one is added to each index. A
 * scale finer than there can be here is made coarser, pouring 2^n neighbours into one.
 */
final class ExponentialMessage {
    private static final int FINEST = 8;
    private static final int COARSEST = -4;
    private static final int MOST_BUCKETS = 10_000;
    private static final int LARGEST_INDEX = 1 << 24;
    /** What is nearer to zero than any measurement is zero. */
    private static final double NEARLY_ZERO = 1e-128;

    private long nanos;
    private double count;
    private double sum;
    private int scale;
    private double zeroCount;
    private double zeroThreshold;
    private long flags;
    private Side positive = Side.EMPTY;
    private Side negative = Side.EMPTY;

    private record Side(int offset, double[] counts) {
        static final Side EMPTY = new Side(0, new double[0]);

        static Side read(Cursor cursor) {
            int offset = 0;
            double[] counts = {};
            int size = 0;
            while (cursor.more()) {
                int tag = cursor.tag();
                if (tag == Cursor.tag(1, Cursor.VARINT)) {
                    offset = cursor.zigzag32();
                } else if (tag == Cursor.tag(2, Cursor.BYTES) || tag == Cursor.tag(2, Cursor.VARINT)) {
                    var packed = tag == Cursor.tag(2, Cursor.BYTES) ? OtlpValue.inner(cursor) : cursor;
                    do {
                        counts = size < counts.length ? counts : Arrays.copyOf(counts, Math.max(16, size * 2));
                        counts[size++] = packed.more() ? OtlpPoints.unsigned(packed.varint()) : 0;
                    } while (packed != cursor && packed.more());
                } else {
                    cursor.refuseKind(tag, 1, 2);
                    cursor.skip(tag);
                }
            }
            return new Side(offset, Arrays.copyOf(counts, size));
        }

        /** Neighbours that become one at a coarser scale are next to each other, so one look back is enough. */
        Buckets buckets(int coarser) {
            var indexes = new int[counts.length];
            var poured = new double[counts.length];
            int size = 0;
            for (int i = 0; i < counts.length; i++) {
                int index = (int) ((long) offset + i >> coarser) + 1;
                if (size == 0 || indexes[size - 1] != index) {
                    indexes[size++] = index;
                }
                poured[size - 1] += counts[i];
            }
            return Buckets.of(Arrays.copyOf(indexes, size), Arrays.copyOf(poured, size));
        }
    }

    void field(Cursor cursor, int tag) {
        switch (tag) {
            case 3 << 3 | Cursor.FIXED64 -> nanos = cursor.whole64();
            case 4 << 3 | Cursor.FIXED64 -> count = OtlpPoints.unsigned(cursor.whole64());
            case 5 << 3 | Cursor.FIXED64 -> sum = cursor.fixed64();
            case 6 << 3 | Cursor.VARINT -> scale = cursor.zigzag32();
            case 7 << 3 | Cursor.FIXED64 -> zeroCount = OtlpPoints.unsigned(cursor.whole64());
            case 8 << 3 | Cursor.BYTES -> positive = Side.read(OtlpValue.inner(cursor));
            case 9 << 3 | Cursor.BYTES -> negative = Side.read(OtlpValue.inner(cursor));
            case 10 << 3 | Cursor.VARINT -> flags = cursor.varint();
            case 14 << 3 | Cursor.FIXED64 -> zeroThreshold = cursor.fixed64();
            default -> {
                cursor.refuseKind(tag, 1, 3, 4, 5, 6, 7, 8, 9, 10, 14);
                cursor.skip(tag);
            }
        }
    }

    long nanos() {
        return nanos;
    }

    long flags() {
        return flags;
    }

    /** Why no histogram can be made of it; empty where one can. */
    String wrong() {
        if (scale < COARSEST) {
            return "has scale " + scale + ": expected at least " + COARSEST;
        }
        if (tooWide(positive) || tooWide(negative)) {
            return "has more than " + MOST_BUCKETS + " buckets, or ones farther out than any number is";
        }
        double observed = zeroCount + total(positive) + total(negative);
        return observed == count || (flags & 1) != 0 ? "" : "counts " + OtlpValue.number(count) + " where its buckets add up to " + OtlpValue.number(observed);
    }

    private boolean tooWide(Side side) {
        return side.counts().length > MOST_BUCKETS || Math.abs((long) side.offset() >> coarser()) > LARGEST_INDEX;
    }

    private int coarser() {
        return Math.clamp((long) scale - FINEST, 0, Integer.SIZE - 1);
    }

    private static double total(Side side) {
        return Arrays.stream(side.counts()).sum();
    }

    Histogram histogram() {
        return new Histogram(Reset.UNKNOWN, Math.min(scale, FINEST), zeroThreshold > 0 ? zeroThreshold : NEARLY_ZERO, zeroCount, count, sum,
                positive.buckets(coarser()), negative.buckets(coarser()), Bounds.NONE);
    }
}
