package koboshi.promql;

import java.time.Duration;

/**
 * How queries are read and run; the standard is what Prometheus does when nothing is said.
 *
 * @param lookback how old a sample may be and still be the current one
 * @param subqueryStep the step of a subquery that names none
 * @param maxSamples samples and points one query may load and make
 * @param maxSeries series one query may load
 * @param maxSteps points in time of one range query
 * @param delayedNameRemoval drop metric names at the end of the query rather than where a function drops them
 * @param experimentalFunctions functions and aggregations whose meaning may still change
 * @param durationExpressions arithmetic where a duration stands
 */
public record Options(
        Duration lookback,
        Duration subqueryStep,
        long maxSamples,
        int maxSeries,
        int maxSteps,
        boolean delayedNameRemoval,
        boolean experimentalFunctions,
        boolean durationExpressions) {
    public static Options standard() {
        return new Options(Duration.ofMinutes(5), Duration.ofMinutes(1), 50_000_000, 1_000_000, 11_000, false, false, false);
    }

    /** With everything that is not stable yet. */
    public Options experimental() {
        return new Options(lookback, subqueryStep, maxSamples, maxSeries, maxSteps, true, true, true);
    }

    public Options withDelayedNameRemoval(boolean on) {
        return new Options(lookback, subqueryStep, maxSamples, maxSeries, maxSteps, on, experimentalFunctions, durationExpressions);
    }

    public Options withLimits(long samples, int series, int steps) {
        return new Options(lookback, subqueryStep, samples, series, steps, delayedNameRemoval, experimentalFunctions, durationExpressions);
    }

    public Options withLookback(Duration other) {
        return new Options(other, subqueryStep, maxSamples, maxSeries, maxSteps, delayedNameRemoval, experimentalFunctions, durationExpressions);
    }
}
