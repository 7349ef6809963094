package koboshi.promql;

import java.util.Arrays;

/** Quantiles of plain numbers. */
final class Quantiles {
    private Quantiles() {}

    /** Between two numbers the result is their weighted mean; NaN counts as the smallest number. */
    static double of(double q, double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return ofSorted(q, sorted, sorted.length);
    }

    /** @param sorted in Java's order, in which NaN comes last; only so many of them as size says */
    static double ofSorted(double q, double[] sorted, int size) {
        if (size == 0 || Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        double rank = q * (size - 1);
        int lower = (int) Math.floor(rank);
        int upper = Math.min(size - 1, lower + 1);
        double weight = rank - Math.floor(rank);
        return ranked(lower, sorted, size) * (1 - weight) + ranked(upper, sorted, size) * weight;
    }

    private static double ranked(int rank, double[] sorted, int size) {
        int numbers = size;
        while (numbers > 0 && Double.isNaN(sorted[numbers - 1])) {
            numbers--;
        }
        return rank < size - numbers ? Double.NaN : sorted[rank - (size - numbers)];
    }
}
