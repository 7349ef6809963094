package koboshi.promql;

import koboshi.series.Buckets;
import koboshi.series.Histogram;
import koboshi.series.Histogram.Bucket;

/** The operators that cut observations off a histogram, estimating counts and sum of what is left from its buckets. */
final class Trimming {
    private final Histogram histogram;
    private final double limit;
    private final boolean keepBelow;
    private final Distribution distribution;
    private double sum;
    private double count;
    private boolean changed;

    private Trimming(Histogram histogram, double limit, boolean keepBelow) {
        this.histogram = histogram;
        this.limit = limit;
        this.keepBelow = keepBelow;
        this.distribution = Distribution.of(histogram);
    }

    /** Without the observations above the limit. */
    static Histogram above(Histogram histogram, double limit) {
        return new Trimming(histogram, limit, true).run();
    }

    /** Without the observations below the limit. */
    static Histogram below(Histogram histogram, double limit) {
        return new Trimming(histogram, limit, false).run();
    }

    private Histogram run() {
        var negative = side(histogram.negative(), true);
        double zero = histogram.zeroCount() == 0 ? 0 : kept(zeroBucket());
        var positive = side(histogram.positive(), false);
        return changed ? new Histogram(histogram.reset(), histogram.schema(), histogram.zeroThreshold(), zero, count, sum, positive, negative, histogram.bounds())
                : histogram;
    }

    /** As the distribution sees it: only to the side where other buckets are. */
    private Bucket zeroBucket() {
        return distribution.buckets().get(histogram.negative().size());
    }

    private Buckets side(Buckets side, boolean mirrored) {
        var indexes = new int[side.size()];
        var counts = new double[side.size()];
        for (int i = 0; i < side.size(); i++) {
            int index = side.index(i);
            indexes[i] = index;
            double lower = histogram.lower(index);
            double upper = histogram.upper(index);
            counts[i] = kept(mirrored ? new Bucket(-upper, -lower, side.count(i)) : new Bucket(lower, upper, side.count(i)));
        }
        return Buckets.of(indexes, counts);
    }

    /** How much of a bucket stays; adds it to count and sum. */
    private double kept(Bucket bucket) {
        var left = new Cut(distribution, bucket, limit, keepBelow).left();
        changed |= left.count() != bucket.count();
        count += left.count();
        sum += left.count() == 0 ? 0 : left.count() * middle(left);
        return left.count();
    }

    private double middle(Bucket bucket) {
        if (bucket.lower() == Double.NEGATIVE_INFINITY || bucket.upper() == Double.POSITIVE_INFINITY) {
            return bucket.lower() == Double.NEGATIVE_INFINITY ? bucket.upper() : bucket.lower();
        }
        boolean linear = distribution.linear() || bucket.lower() <= 0 && bucket.upper() >= 0 || withinZero(bucket);
        return linear ? (bucket.lower() + bucket.upper()) / 2 : Math.copySign(Math.sqrt(bucket.lower() * bucket.upper()), bucket.upper());
    }

    private boolean withinZero(Bucket bucket) {
        return bucket.lower() >= -histogram.zeroThreshold() && bucket.upper() <= histogram.zeroThreshold();
    }

    /** One bucket and the limit. */
    private record Cut(Distribution distribution, Bucket given, double limit, boolean keepBelow) {
        /** What is left of the bucket: its part on the kept side. */
        Bucket left() {
            if (limit == Double.POSITIVE_INFINITY || limit == Double.NEGATIVE_INFINITY) {
                return keepBelow == limit > 0 ? whole() : none();
            }
            if (given.lower() == Double.NEGATIVE_INFINITY) {
                return openBelow();
            }
            if (given.upper() == Double.POSITIVE_INFINITY) {
                return openAbove();
            }
            return closed(given);
        }

        private Bucket whole() {
            return Distribution.fromZero(given);
        }

        private Bucket none() {
            return new Bucket(given.lower(), given.upper(), 0);
        }

        /** The first of custom buckets begins at zero if it ends above; if not, what it holds is known only by where it ends. */
        private Bucket openBelow() {
            if (given.upper() == Double.POSITIVE_INFINITY) {
                return none();
            }
            if (given.upper() > 0) {
                return limit < 0 ? none() : closed(Distribution.fromZero(given));
            }
            if (!keepBelow) {
                return none();
            }
            return limit < given.upper() ? new Bucket(Double.NEGATIVE_INFINITY, limit, given.count()) : given;
        }

        /** What the last of custom buckets holds is known only by where it begins. */
        private Bucket openAbove() {
            if (keepBelow) {
                return none();
            }
            return limit > given.lower() ? new Bucket(limit, Double.POSITIVE_INFINITY, given.count()) : given;
        }

        private Bucket closed(Bucket bucket) {
            if (limit >= bucket.upper()) {
                return keepBelow ? bucket : none();
            }
            if (limit <= bucket.lower()) {
                return keepBelow ? none() : bucket;
            }
            double below = distribution.partBelow(bucket, limit);
            return keepBelow
                    ? new Bucket(bucket.lower(), limit, bucket.count() * below)
                    : new Bucket(limit, bucket.upper(), bucket.count() * (1 - below));
        }
    }
}
