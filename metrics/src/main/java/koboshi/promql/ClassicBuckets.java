package koboshi.promql;

import java.util.ArrayList;
import koboshi.series.Histogram.Bucket;

/** The buckets of a classic histogram at one moment: cumulative counts by upper bound. Filled anew for each moment. */
final class ClassicBuckets {
    /** Counts nearer to each other than this, relative to their size, are taken as equal. */
    private static final double TOLERANCE = 1e-12;

    private final double[] uppers;
    private final double[] counts;
    private int size;
    private boolean forced;

    ClassicBuckets(int most) {
        uppers = new double[most];
        counts = new double[most];
    }

    void clear() {
        size = 0;
        forced = false;
    }

    /** Bounds may not go down; one written in two ways is put together. */
    void add(double upper, double count) {
        if (size > 0 && uppers[size - 1] == upper) {
            counts[size - 1] += count;
            return;
        }
        uppers[size] = upper;
        counts[size++] = count;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Whether counts that went down had to be lifted. */
    boolean forced() {
        return forced;
    }

    /** Afterwards the counts rise from bucket to bucket. */
    double quantile(double q) {
        if (Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (uppers[size - 1] != Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        lift();
        double total = counts[size - 1];
        return size < 2 || total == 0 ? Double.NaN : at(q * total);
    }

    private double at(double rank) {
        int last = size - 1;
        int place = 0;
        while (place < last && !(counts[place] >= rank)) {
            place++;
        }
        if (place == last) {
            return uppers[last - 1];
        }
        if (place == 0 && uppers[0] <= 0) {
            return uppers[0];
        }
        double lower = place == 0 ? 0 : uppers[place - 1];
        double below = place == 0 ? 0 : counts[place - 1];
        return lower + (uppers[place] - lower) * ((rank - below) / (counts[place] - below));
    }

    double fraction(double lower, double upper) {
        if (uppers[size - 1] != Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        var buckets = new ArrayList<Bucket>();
        double below = 0;
        double bound = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            buckets.add(Distribution.fromZero(new Bucket(bound, uppers[i], counts[i] - below)));
            bound = uppers[i];
            below = counts[i];
        }
        return new Distribution(buckets, true, below, false).fraction(lower, upper);
    }

    /** A higher bucket holds all a lower one does; what scrapes and roundings made of that is set right. */
    private void lift() {
        for (int i = 1; i < size; i++) {
            double before = counts[i - 1];
            boolean equal = nearlyEqual(before, counts[i]);
            forced |= !equal && counts[i] < before;
            counts[i] = equal || counts[i] < before ? before : counts[i];
        }
    }

    private static boolean nearlyEqual(double a, double b) {
        return a == b || Math.abs(a - b) < TOLERANCE * Math.min(Math.abs(a) + Math.abs(b), Double.MAX_VALUE);
    }
}
