package koboshi.forecast;

import java.util.Arrays;

/**
 * Theil and Sen's line: the median of the slopes between all pairs of points, and the median of where lines of that slope through the points cross zero.
 *
 * <p>Up to 29 % of the points may be anything without turning it. The interval is Sen's, from the variance of Kendall's S, which is n(n-1)(2n+5)/18 for
 * independent points; where a point resembles the one before (autocorrelation r of what the line leaves over) it is widened by (1+r)/(1-r).
 */
record Line(double slope, double lowSlope, double highSlope, double intercept) {
    private static final double MOST_ALIKE = 0.9;
    private static final double MEDIAN_TO_DEVIATION = 1.4826;

    /** @param z how many standard deviations the interval reaches to either side */
    static Line through(Bins bins, double z) {
        var slopes = slopes(bins);
        double slope = median(slopes);
        double intercept = intercept(bins, slope);
        double alike = Math.clamp(autocorrelation(bins, slope, intercept), 0, MOST_ALIKE);
        double n = bins.size();
        double deviation = Math.sqrt(n * (n - 1) * (2 * n + 5) / 18 * (1 + alike) / (1 - alike));
        double reach = z * deviation;
        return new Line(slope, ranked(slopes, (slopes.length - reach) / 2), ranked(slopes, (slopes.length + reach) / 2), intercept);
    }

    double at(double seconds) {
        return intercept + slope * seconds;
    }

    /** How far the points lie from the line, as the standard deviation their median distance stands for. */
    double spread(Bins bins) {
        var distances = new double[bins.size()];
        Arrays.setAll(distances, i -> Math.abs(bins.values()[i] - at(bins.seconds()[i])));
        Arrays.sort(distances);
        return MEDIAN_TO_DEVIATION * median(distances);
    }

    private static double[] slopes(Bins bins) {
        int n = bins.size();
        var slopes = new double[n * (n - 1) / 2];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                slopes[at++] = (bins.values()[j] - bins.values()[i]) / (bins.seconds()[j] - bins.seconds()[i]);
            }
        }
        Arrays.sort(slopes);
        return slopes;
    }

    private static double intercept(Bins bins, double slope) {
        var crossings = new double[bins.size()];
        Arrays.setAll(crossings, i -> bins.values()[i] - slope * bins.seconds()[i]);
        Arrays.sort(crossings);
        return median(crossings);
    }

    /** How much what the line leaves over at one point resembles what it left over at the point before. */
    private static double autocorrelation(Bins bins, double slope, double intercept) {
        double together = 0;
        double alone = 0;
        double before = 0;
        for (int i = 0; i < bins.size(); i++) {
            double over = bins.values()[i] - intercept - slope * bins.seconds()[i];
            together += over * before;
            alone += over * over;
            before = over;
        }
        return alone == 0 ? 0 : together / alone;
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double ranked(double[] sorted, double rank) {
        return sorted[Math.clamp(Math.round(rank), 0, sorted.length - 1)];
    }
}
