package koboshi.promql;

import java.util.Arrays;

/** Quantiles of plain numbers. */
final class Quantiles {
    private Quantiles() {}

    /** Between two numbers the result is their weighted mean; NaN counts as the smallest number. */
    static double of(double q, double[] values) {
        if (values.length == 0 || Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        var sorted = sorted(values);
        double rank = q * (sorted.length - 1);
        int lower = (int) Math.floor(rank);
        int upper = Math.min(sorted.length - 1, lower + 1);
        double weight = rank - Math.floor(rank);
        return sorted[lower] * (1 - weight) + sorted[upper] * weight;
    }

    private static double[] sorted(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        int numbers = sorted.length;
        while (numbers > 0 && Double.isNaN(sorted[numbers - 1])) {
            numbers--;
        }
        if (numbers == sorted.length) {
            return sorted;
        }
        var nanFirst = new double[sorted.length];
        Arrays.fill(nanFirst, 0, sorted.length - numbers, Double.NaN);
        System.arraycopy(sorted, 0, nanFirst, sorted.length - numbers, numbers);
        return nanFirst;
    }
}
