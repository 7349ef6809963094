package koboshi.series;

/** How a histogram divides the numbers into buckets. */
record Layout(int schema, double zeroThreshold, Bounds bounds) {
    /** The finest layout both can be poured into; they must both have custom bounds, or both not. */
    static Layout shared(Histogram one, Histogram other) {
        return one.customBounds()
                ? new Layout(Histogram.CUSTOM_SCHEMA, 0, one.bounds().shared(other.bounds()))
                : new Layout(Math.min(one.schema(), other.schema()), sharedThreshold(one, other), Bounds.NONE);
    }

    /** Either side may have a populated bucket the other's threshold would cut; widening for it may cut one of the other side again. */
    private static double sharedThreshold(Histogram one, Histogram other) {
        if (one.zeroThreshold() == other.zeroThreshold()) {
            return one.zeroThreshold();
        }
        double threshold = Math.max(one.zeroThreshold(), other.zeroThreshold());
        for (double wider; ; threshold = wider) {
            wider = other.thresholdAtLeast(one.thresholdAtLeast(threshold));
            if (wider == threshold) {
                return threshold;
            }
        }
    }
}
