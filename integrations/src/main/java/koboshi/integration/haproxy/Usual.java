package koboshi.integration.haproxy;

/**
 * What a figure usually is: its exponentially weighted mean and variance.
 *
 * <pre>
 * mean' = mean + a (x - mean)
 * variance' = (1 - a) (variance + a (x - mean)^2)
 * </pre>
 */
record Usual(double mean, double variance) {
    static Usual at(double value) {
        return new Usual(value, 0);
    }

    /** A count of independent visitors scatters by the root of its mean, however calm it has been of late; one more is never strange. */
    double strangeAbove(double deviations) {
        return mean + deviations * Math.sqrt(Math.max(variance, mean)) + 1;
    }

    /** What is strange counts only up to where it begins to be, so that a hanging server does not teach us at once that hanging is usual. */
    Usual with(double value, double share, double deviations) {
        double off = Math.min(value, strangeAbove(deviations)) - mean;
        return new Usual(mean + share * off, (1 - share) * (variance + share * off * off));
    }
}
