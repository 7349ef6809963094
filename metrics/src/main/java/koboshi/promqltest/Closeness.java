package koboshi.promqltest;

import java.util.TreeSet;
import koboshi.series.Buckets;
import koboshi.series.Histogram;

/** Whether a value is what was expected, but for roundings. */
public final class Closeness {
    private static final double TOLERANCE = 1e-6;

    private Closeness() {}

    static boolean close(double a, double b) {
        if (a == b || Double.isNaN(a) && Double.isNaN(b)) {
            return true;
        }
        double size = Math.abs(a) + Math.abs(b);
        double difference = Math.abs(a - b);
        if (a == 0 || b == 0 || size < Double.MIN_NORMAL) {
            return difference < TOLERANCE * Double.MIN_NORMAL;
        }
        return difference / Math.min(size, Double.MAX_VALUE) < TOLERANCE;
    }

    /** @param hinted whether the hint about resets was written in the expectation */
    public static boolean close(Histogram expected, Histogram actual, boolean hinted) {
        return expected.schema() == actual.schema()
                && expected.bounds().equals(actual.bounds())
                && (!hinted || expected.reset() == actual.reset())
                && (expected.customBounds() || close(expected.zeroThreshold(), actual.zeroThreshold()))
                && close(expected.zeroCount(), actual.zeroCount())
                && close(expected.count(), actual.count())
                && close(expected.sum(), actual.sum())
                && close(expected.positive(), actual.positive())
                && close(expected.negative(), actual.negative());
    }

    private static boolean close(Buckets expected, Buckets actual) {
        var indexes = new TreeSet<Integer>();
        for (int i = 0; i < expected.size(); i++) {
            indexes.add(expected.index(i));
        }
        for (int i = 0; i < actual.size(); i++) {
            indexes.add(actual.index(i));
        }
        return indexes.stream().allMatch(index -> close(expected.at(index), actual.at(index)));
    }
}
