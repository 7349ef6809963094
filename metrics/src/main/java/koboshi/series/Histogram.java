package koboshi.series;

import java.util.ArrayList;
import java.util.List;

/**
 * A native histogram: counts of observations in buckets whose bounds follow from a schema, or are given one by one.
 *
 * <p>With schema n from -4 to 8 the bucket with index i holds what is above 2^((i-1) * 2^-n) and at most 2^(i * 2^-n); the negative side mirrors it.
 * With {@link #CUSTOM_SCHEMA} the bucket i ends at the i-th bound, and one more bucket follows the last bound.
 *
 * @param reset what is known of a counter reset before this sample
 * @param zeroThreshold observations this near to zero are in the zero bucket
 * @param sum of all observations
 * @param negative empty with custom bounds
 * @param bounds upper bounds ascending, without infinity; {@link Bounds#NONE} with a schema
 */
public record Histogram(
        Reset reset, int schema, double zeroThreshold, double zeroCount, double count, double sum, Buckets positive, Buckets negative, Bounds bounds) {
    public static final int CUSTOM_SCHEMA = -53;
    private static final int MIN_SCHEMA = -4;
    private static final int MAX_SCHEMA = 8;

    /** What is known of a counter reset before a sample. */
    public enum Reset {
        UNKNOWN,
        RESET,
        NOT_RESET,
        GAUGE
    }

    /** A bucket with its bounds, as it is looped over. */
    public record Bucket(double lower, double upper, double count) {}

    public Histogram {
        if (schema != CUSTOM_SCHEMA && (schema < MIN_SCHEMA || schema > MAX_SCHEMA)) {
            throw new IllegalArgumentException("histogram schema " + schema + " is neither " + MIN_SCHEMA + " to " + MAX_SCHEMA + " nor " + CUSTOM_SCHEMA);
        }
    }

    public static Histogram exponential(int schema, double count, double sum, Buckets positive) {
        return new Histogram(Reset.UNKNOWN, schema, 0, 0, count, sum, positive, Buckets.NONE, Bounds.NONE);
    }

    public static Histogram custom(Bounds bounds, double count, double sum, Buckets buckets) {
        return new Histogram(Reset.UNKNOWN, CUSTOM_SCHEMA, 0, 0, count, sum, buckets, Buckets.NONE, bounds);
    }

    public boolean customBounds() {
        return schema == CUSTOM_SCHEMA;
    }

    public Histogram with(Reset hint) {
        return hint == reset ? this : new Histogram(hint, schema, zeroThreshold, zeroCount, count, sum, positive, negative, bounds);
    }

    /** The same layout with nothing observed. */
    public Histogram emptied() {
        return new Histogram(reset, schema, zeroThreshold, 0, 0, 0, Buckets.NONE, Buckets.NONE, bounds);
    }

    /** Every count and the sum multiplied; a negative factor makes a gauge of it, since no counter goes below zero. */
    public Histogram times(double factor) {
        return new Histogram(factor < 0 ? Reset.GAUGE : reset, schema, zeroThreshold, zeroCount * factor, count * factor, sum * factor,
                positive.map(c -> c * factor), negative.map(c -> c * factor), bounds);
    }

    /** Every count and the sum divided; by zero, the buckets go, since none of their counts would mean anything. */
    public Histogram dividedBy(double divisor) {
        boolean byZero = divisor == 0;
        return new Histogram(divisor < 0 ? Reset.GAUGE : reset, schema, zeroThreshold, zeroCount / divisor, count / divisor, sum / divisor,
                byZero ? Buckets.NONE : positive.map(c -> c / divisor), byZero ? Buckets.NONE : negative.map(c -> c / divisor), bounds);
    }

    /** All populated buckets from the lowest to the highest. */
    public List<Bucket> buckets() {
        var all = new ArrayList<Bucket>(positive.size() + negative.size() + 1);
        for (int i = negative.size() - 1; i >= 0; i--) {
            int index = negative.index(i);
            all.add(new Bucket(-upper(index), -lower(index), negative.count(i)));
        }
        if (zeroCount != 0) {
            all.add(new Bucket(-zeroThreshold, zeroThreshold, zeroCount));
        }
        for (int i = 0; i < positive.size(); i++) {
            int index = positive.index(i);
            all.add(new Bucket(lower(index), upper(index), positive.count(i)));
        }
        return all;
    }

    public double lower(int index) {
        return upper(index - 1);
    }

    public double upper(int index) {
        return customBounds() ? bounds.upper(index) : exponentialBound(schema, index);
    }

    /** 2^(index * 2^-schema), the last below infinity being the largest number there is. */
    private static double exponentialBound(int schema, int index) {
        if (schema < 0) {
            long exponent = (long) index << -schema;
            return exponent == 1024 ? Double.MAX_VALUE : power(exponent);
        }
        int perDoubling = 1 << schema;
        int fraction = index & (perDoubling - 1);
        long exponent = index >> schema;
        return fraction == 0 && exponent == 1024 ? Double.MAX_VALUE : Math.pow(2, (double) fraction / perDoubling) * power(exponent);
    }

    private static double power(long exponent) {
        return Math.scalb(1.0, Math.clamp(exponent, -2000, 2000));
    }

    /** This with the given layout, whose buckets must be unions of its own and whose zero bucket must not be smaller. */
    Histogram in(Layout layout) {
        var coarse = customBounds() ? rebound(layout) : widened(layout.zeroThreshold());
        int shift = customBounds() ? 0 : schema - layout.schema();
        return shift == 0 ? coarse : new Histogram(reset, layout.schema(), coarse.zeroThreshold, coarse.zeroCount, count, sum,
                coarse.positive.regroup(i -> coarser(i, shift)), coarse.negative.regroup(i -> coarser(i, shift)), bounds);
    }

    private static int coarser(int index, int shift) {
        return ((index - 1) >> shift) + 1;
    }

    private Histogram rebound(Layout layout) {
        if (bounds.equals(layout.bounds())) {
            return this;
        }
        return new Histogram(reset, schema, zeroThreshold, zeroCount, count, sum,
                positive.regroup(i -> layout.bounds().place(bounds.upper(i))), negative, layout.bounds());
    }

    /** This with its zero bucket as wide as asked, which must not cut a populated bucket. */
    private Histogram widened(double threshold) {
        if (threshold == zeroThreshold) {
            return this;
        }
        int up = firstBeyond(positive, threshold);
        int down = firstBeyond(negative, threshold);
        var keptUp = positive.startingAt(up);
        var keptDown = negative.startingAt(down);
        double swallowed = swallowed(positive, keptUp) + swallowed(negative, keptDown);
        return new Histogram(reset, schema, threshold, zeroCount + swallowed, count, sum, keptUp, keptDown, bounds);
    }

    private int firstBeyond(Buckets side, double threshold) {
        for (int i = 0; i < side.size(); i++) {
            if (lower(side.index(i)) >= threshold) {
                return side.index(i);
            }
        }
        return Integer.MAX_VALUE;
    }

    private static double swallowed(Buckets before, Buckets after) {
        double sum = 0;
        for (int i = 0; i < before.size() - after.size(); i++) {
            sum += before.count(i);
        }
        return sum;
    }

    /** The smallest threshold not below the given one that cuts no populated bucket of this. */
    double thresholdAtLeast(double wanted) {
        double threshold = wanted;
        for (boolean moved = true; moved; ) {
            double cut = Math.max(endOfCut(positive, threshold), endOfCut(negative, threshold));
            moved = cut > threshold;
            threshold = Math.max(threshold, cut);
        }
        return threshold;
    }

    private double endOfCut(Buckets side, double threshold) {
        for (int i = 0; i < side.size(); i++) {
            int index = side.index(i);
            if (lower(index) < threshold && upper(index) > threshold) {
                return upper(index);
            }
        }
        return threshold;
    }

    /** Whether the counter this is started again since the other, by the hint or by any count that went down. */
    public boolean resetSince(Histogram previous) {
        return switch (reset) {
            case RESET -> true;
            case NOT_RESET -> false;
            case UNKNOWN, GAUGE -> count < previous.count || layoutShrunk(previous) || bucketWentDown(previous);
        };
    }

    private boolean layoutShrunk(Histogram previous) {
        if (customBounds() || previous.customBounds()) {
            return customBounds() != previous.customBounds();
        }
        return schema > previous.schema || zeroThreshold < previous.zeroThreshold || previous.thresholdAtLeast(zeroThreshold) != zeroThreshold;
    }

    private boolean bucketWentDown(Histogram previous) {
        var layout = customBounds() ? new Layout(schema, 0, bounds.shared(previous.bounds)) : new Layout(schema, zeroThreshold, bounds);
        var before = previous.in(layout);
        var now = in(layout);
        return now.zeroCount < before.zeroCount || now.positive.wentDownSince(before.positive) || now.negative.wentDownSince(before.negative);
    }

    /** Whether the two hold the same observations in the same layout, whatever is known of resets. */
    public boolean sameAs(Histogram other) {
        return with(Reset.UNKNOWN).equals(other.with(Reset.UNKNOWN));
    }
}
