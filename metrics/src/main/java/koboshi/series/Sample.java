package koboshi.series;

/**
 * One measured value: a number, or a native histogram.
 *
 * @param millis milliseconds since the epoch
 * @param value the number; NaN where a histogram is held
 * @param histogram the histogram, or null where the sample is a number
 */
public record Sample(long millis, double value, Histogram histogram) {
    /** Prometheus's mark for "this series ended here": one particular NaN, told from others by its bits. */
    private static final long STALE_BITS = 0x7ff0000000000002L;

    public static final double STALE = Double.longBitsToDouble(STALE_BITS);

    public Sample(long millis, double value) {
        this(millis, value, null);
    }

    public Sample(long millis, Histogram histogram) {
        this(millis, Double.NaN, histogram);
    }

    public boolean stale() {
        return histogram == null && isStale(value);
    }

    public static boolean isStale(double value) {
        return Double.doubleToRawLongBits(value) == STALE_BITS;
    }
}
