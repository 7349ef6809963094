package liveqa.question;

/** How long one thing takes, by the last eight or so of them. */
final class Pace {
    private static final int WEIGHT = 8;
    private static final int TYPICAL_WEIGHT = 24;
    private double seconds;
    /** The mean of the logarithms: half of them take less than this, where a few slow ones pull the mean up. */
    private double logarithm;
    private int seen;

    Pace(double firstGuessSeconds) {
        this.seconds = firstGuessSeconds;
        this.logarithm = Math.log(firstGuessSeconds);
    }

    void took(double took) {
        seen = Math.min(seen + 1, TYPICAL_WEIGHT);
        seconds += (took - seconds) / Math.min(seen, WEIGHT);
        logarithm += (Math.log(Math.max(took, 1e-6)) - logarithm) / seen;
    }

    /** What one by itself is likely to take, where {@link #secondsWith} is for sums of many. */
    double typicalWith(double[] underWay) {
        return Math.exp(logarithm) * secondsWith(underWay) / Math.max(seconds, 1e-9);
    }

    double seconds() {
        return seconds;
    }

    /**
     * With what is still going on, since something slow tells of itself long before its end: each one under way for
     * {@code e > mean} counts like one that took {@code e}.
     */
    double secondsWith(double[] underWay) {
        double sum = seconds * WEIGHT;
        double weight = WEIGHT;
        for (double elapsed : underWay) {
            if (elapsed <= seconds) continue;
            sum += elapsed;
            weight++;
        }
        return sum / weight;
    }

    /**
     * How long something under way for {@code elapsed} still takes, of things that take {@code mean}: the rest, but what
     * is overdue is thought to take as long again as it is overdue.
     */
    static double rest(double elapsed, double mean) {
        return Math.max(mean - elapsed, Math.max(0.25 * mean, elapsed - mean));
    }
}
