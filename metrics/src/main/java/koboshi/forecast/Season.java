package koboshi.forecast;

import java.util.Arrays;
import java.util.OptionalDouble;
import koboshi.series.Samples;

/**
 * How far a value lies from what is usual at this time of the day, or of whatever season repeats.
 *
 * <p>The distance is |value - median| / spread over the values of the same time in earlier seasons, give or take a little. The spread is 1.4826 times the median absolute
 * deviation, which for normally distributed values is the standard deviation and which half of the values may distort without moving it; and never less than a twentieth
 * of that of the whole history, since a series that is usually still at this time has no spread of its own.
 */
public final class Season {
    private static final int FEWEST_SEASONS = 3;
    private static final int FEWEST = 9;
    private static final double MEDIAN_TO_DEVIATION = 1.4826;
    private static final double LEAST_PART = 0.05;

    private Season() {}

    /**
     * The distance of the last value, in deviations; empty where there is too little history to know what is usual.
     *
     * @param seasonMillis after which the series repeats itself, as a day or a week
     * @param aroundMillis how far from the same time of a season a value may lie and still tell
     */
    public static OptionalDouble distance(Samples samples, long seasonMillis, long aroundMillis) {
        int last = samples.size() - 1;
        if (last < 0 || samples.millis(last) - samples.millis(0) < FEWEST_SEASONS * seasonMillis - aroundMillis) {
            return OptionalDouble.empty();
        }
        var alike = new double[samples.size()];
        var all = new double[samples.size()];
        int found = 0;
        int whole = 0;
        for (int i = 0; i < last; i++) {
            long ago = samples.millis(last) - samples.millis(i);
            long off = Math.abs(ago - Math.round(ago / (double) seasonMillis) * seasonMillis);
            if (Double.isFinite(samples.value(i))) {
                all[whole++] = samples.value(i);
                if (off <= aroundMillis && ago > seasonMillis / 2) {
                    alike[found++] = samples.value(i);
                }
            }
        }
        if (found < FEWEST) {
            return OptionalDouble.empty();
        }
        var usual = Arrays.copyOf(alike, found);
        double spread = Math.max(spread(usual), LEAST_PART * spread(Arrays.copyOf(all, whole)));
        double distance = Math.abs(samples.value(last) - median(usual));
        return OptionalDouble.of(distance == 0 ? 0 : distance / spread);
    }

    private static double spread(double[] values) {
        double median = median(values);
        var distances = new double[values.length];
        Arrays.setAll(distances, i -> Math.abs(values[i] - median));
        return MEDIAN_TO_DEVIATION * median(distances);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
