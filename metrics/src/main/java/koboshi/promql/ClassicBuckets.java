package koboshi.promql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import koboshi.series.Histogram.Bucket;

/** The buckets of a classic histogram at one moment: cumulative counts by upper bound. */
final class ClassicBuckets {
    /** Counts nearer to each other than this, relative to their size, are taken as equal. */
    private static final double TOLERANCE = 1e-12;

    private final List<Cumulative> buckets = new ArrayList<>();
    private boolean forced;

    private record Cumulative(double upper, double count) {}

    void add(double upper, double count) {
        buckets.add(new Cumulative(upper, count));
    }

    boolean isEmpty() {
        return buckets.isEmpty();
    }

    /** Whether counts that went down had to be lifted. */
    boolean forced() {
        return forced;
    }

    double quantile(double q) {
        if (Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        var ordered = ordered();
        if (ordered.getLast().upper != Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        ordered = rising(ordered);
        double total = ordered.getLast().count;
        return ordered.size() < 2 || total == 0 ? Double.NaN : at(ordered, q * total);
    }

    private static double at(List<Cumulative> ordered, double rank) {
        int last = ordered.size() - 1;
        int place = 0;
        while (place < last && !(ordered.get(place).count >= rank)) {
            place++;
        }
        var bucket = ordered.get(place);
        if (place == last) {
            return ordered.get(last - 1).upper;
        }
        if (place == 0 && bucket.upper <= 0) {
            return bucket.upper;
        }
        double lower = place == 0 ? 0 : ordered.get(place - 1).upper;
        double below = place == 0 ? 0 : ordered.get(place - 1).count;
        return lower + (bucket.upper - lower) * ((rank - below) / (bucket.count - below));
    }

    double fraction(double lower, double upper) {
        var ordered = ordered();
        if (ordered.getLast().upper != Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        var buckets = new ArrayList<Bucket>();
        double below = 0;
        double bound = Double.NEGATIVE_INFINITY;
        for (var bucket : ordered) {
            buckets.add(Distribution.fromZero(new Bucket(bound, bucket.upper, bucket.count - below)));
            bound = bucket.upper;
            below = bucket.count;
        }
        return new Distribution(buckets, true, below, false).fraction(lower, upper);
    }

    /** By upper bound, those written in two ways put together. */
    private List<Cumulative> ordered() {
        var sorted = new ArrayList<>(buckets);
        sorted.sort(Comparator.comparingDouble(Cumulative::upper));
        var merged = new ArrayList<Cumulative>();
        for (var bucket : sorted) {
            if (!merged.isEmpty() && merged.getLast().upper == bucket.upper) {
                bucket = new Cumulative(bucket.upper, merged.removeLast().count + bucket.count);
            }
            merged.add(bucket);
        }
        return merged;
    }

    /** A higher bucket holds all a lower one does; what scrapes and roundings made of that is set right. */
    private List<Cumulative> rising(List<Cumulative> ordered) {
        var rising = new ArrayList<Cumulative>();
        double before = ordered.getFirst().count;
        for (var bucket : ordered) {
            if (nearlyEqual(before, bucket.count)) {
                rising.add(new Cumulative(bucket.upper, before));
            } else if (bucket.count < before) {
                rising.add(new Cumulative(bucket.upper, before));
                forced = true;
            } else {
                rising.add(bucket);
                before = bucket.count;
            }
        }
        return rising;
    }

    private static boolean nearlyEqual(double a, double b) {
        return a == b || Math.abs(a - b) < TOLERANCE * Math.min(Math.abs(a) + Math.abs(b), Double.MAX_VALUE);
    }
}
