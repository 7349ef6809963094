package koboshi.promql;

import java.util.ArrayList;
import java.util.List;
import koboshi.series.Histogram;
import koboshi.series.Histogram.Bucket;

/**
 * Buckets as they are interpolated in: linearly between given bounds and around zero, exponentially between the bounds of a schema.
 *
 * <p>The bucket around zero reaches only to the side other buckets lie on; a first bucket without a lower bound begins at zero if it ends above it.
 *
 * @param buckets ascending, populated
 * @param count of all observations, those no bucket holds (NaN) included
 */
record Distribution(List<Bucket> buckets, boolean linear, double count, boolean withNan) {
    static Distribution of(Histogram histogram) {
        var buckets = new ArrayList<Bucket>();
        for (var bucket : histogram.buckets()) {
            buckets.add(histogram.customBounds() ? fromZero(bucket) : aroundZero(bucket, histogram));
        }
        return new Distribution(buckets, histogram.customBounds(), histogram.count(), Double.isNaN(histogram.sum()));
    }

    /** The buckets with the bounds they have. */
    static Distribution plain(Histogram histogram) {
        return new Distribution(histogram.buckets(), histogram.customBounds(), histogram.count(), Double.isNaN(histogram.sum()));
    }

    private static Bucket aroundZero(Bucket bucket, Histogram histogram) {
        if (bucket.lower() >= 0 || bucket.upper() <= 0 || histogram.positive().isEmpty() == histogram.negative().isEmpty()) {
            return bucket;
        }
        return histogram.negative().isEmpty() ? new Bucket(0, bucket.upper(), bucket.count()) : new Bucket(bucket.lower(), 0, bucket.count());
    }

    static Bucket fromZero(Bucket bucket) {
        return bucket.lower() == Double.NEGATIVE_INFINITY && bucket.upper() > 0 ? new Bucket(0, bucket.upper(), bucket.count()) : bucket;
    }

    /** @return NaN where the rank is among observations that are not numbers */
    double quantile(double q) {
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (count == 0 || Double.isNaN(q)) {
            return Double.NaN;
        }
        // From the nearer end, for the rounding; observations of NaN count at the upper end only.
        return withNan || q < 0.5 ? fromBelow(q * count) : fromAbove((1 - q) * count);
    }

    private double fromBelow(double rank) {
        double passed = 0;
        for (var bucket : buckets) {
            if (passed + bucket.count() >= rank) {
                return inside(bucket, (rank - passed) / bucket.count());
            }
            passed += bucket.count();
        }
        return withNan || buckets.isEmpty() ? Double.NaN : buckets.getLast().upper();
    }

    private double fromAbove(double rank) {
        double passed = 0;
        for (int i = buckets.size() - 1; i >= 0; i--) {
            var bucket = buckets.get(i);
            if (passed + bucket.count() >= rank) {
                return inside(bucket, 1 - (rank - passed) / bucket.count());
            }
            passed += bucket.count();
        }
        return buckets.isEmpty() ? Double.NaN : buckets.getFirst().lower();
    }

    private double inside(Bucket bucket, double fraction) {
        if (bucket.lower() == Double.NEGATIVE_INFINITY) {
            return bucket.upper();
        }
        if (bucket.upper() == Double.POSITIVE_INFINITY) {
            return bucket.lower();
        }
        if (linearIn(bucket)) {
            return bucket.lower() + (bucket.upper() - bucket.lower()) * fraction;
        }
        double lower = MathFunctions.log2(Math.abs(bucket.lower()));
        double upper = MathFunctions.log2(Math.abs(bucket.upper()));
        double value = Math.pow(2, lower + (upper - lower) * fraction);
        return bucket.lower() > 0 ? value : -value;
    }

    private boolean linearIn(Bucket bucket) {
        return linear || bucket.lower() <= 0 && bucket.upper() >= 0;
    }

    /** The part of a bucket's observations at most that value, which must lie in it. */
    double partBelow(Bucket bucket, double value) {
        if (linearIn(bucket)) {
            return (value - bucket.lower()) / (bucket.upper() - bucket.lower());
        }
        double lower = MathFunctions.log2(Math.abs(bucket.lower()));
        double upper = MathFunctions.log2(Math.abs(bucket.upper()));
        return (MathFunctions.log2(Math.abs(value)) - lower) / (upper - lower);
    }

    /** The part of all observations between two values. */
    double fraction(double lower, double upper) {
        if (count == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
            return Double.NaN;
        }
        if (lower >= upper) {
            return 0;
        }
        return (rank(upper) - rank(lower)) / count;
    }

    /** How many observations are at most that value. */
    private double rank(double value) {
        double rank = 0;
        for (var bucket : buckets) {
            if (bucket.lower() >= value) {
                return rank;
            }
            if (bucket.upper() > value) {
                return rank + below(bucket, value);
            }
            rank += bucket.count();
        }
        return withNan ? rank : count;
    }

    /** Within a bucket that is open to one side, all observations are taken to be at its bound. */
    private double below(Bucket bucket, double value) {
        if (bucket.upper() == Double.POSITIVE_INFINITY) {
            return 0;
        }
        return bucket.lower() == Double.NEGATIVE_INFINITY ? bucket.count() : bucket.count() * partBelow(bucket, value);
    }

    double variance(double mean) {
        var squares = new Kahan();
        for (var bucket : buckets) {
            double delta = middle(bucket) - mean;
            squares.add(bucket.count() * delta * delta);
        }
        return squares.result() / count;
    }

    /** What stands for all observations of a bucket. */
    private double middle(Bucket bucket) {
        if (linear) {
            return (bucket.lower() + bucket.upper()) / 2;
        }
        if (bucket.lower() <= 0 && bucket.upper() >= 0) {
            return 0;
        }
        return Math.copySign(Math.sqrt(bucket.lower() * bucket.upper()), bucket.upper());
    }
}
