package koboshi.promql;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How queries are read and run; the standard is what Prometheus does when nothing is said.
 *
 * @param lookback how old a sample may be and still be the current one
 * @param subqueryStep the step of a subquery that names none
 * @param limits what one query may use
 * @param delayedNameRemoval drop metric names at the end of the query rather than where a function drops them
 * @param experimentalFunctions functions and aggregations whose meaning may still change
 * @param durationExpressions arithmetic where a duration stands
 */
public record Options(
        Duration lookback,
        Duration subqueryStep,
        Limits limits,
        boolean delayedNameRemoval,
        boolean experimentalFunctions,
        boolean durationExpressions) {
    /**
     * What one query may use.
     *
     * @param samples samples and points it may load and make
     * @param series series it may load
     * @param steps points in time of one range query
     * @param bytes memory it may hold at once, as estimated from what is loaded and made; a server gives a part of its heap
     * @param time how long it may run, for those who make a pulse of it
     */
    public record Limits(long samples, int series, int steps, long bytes, Duration time) {
        public static final Limits STANDARD = new Limits(50_000_000, 1_000_000, 11_000, 128L << 20, Duration.ofMinutes(2));

        public Limits withBytes(long other) {
            return new Limits(samples, series, steps, other, time);
        }

        public Limits withTime(Duration other) {
            return new Limits(samples, series, steps, bytes, other);
        }

        /** Out of time once the limit has passed from now on. */
        public Pulse pulse(LongSupplier nanoClock) {
            return Pulse.within(time, nanoClock);
        }
    }

    public static Options standard() {
        return new Options(Duration.ofMinutes(5), Duration.ofMinutes(1), Limits.STANDARD, false, false, false);
    }

    /** With everything that is not stable yet. */
    public Options experimental() {
        return new Options(lookback, subqueryStep, limits, true, true, true);
    }

    public Options withDelayedNameRemoval(boolean on) {
        return new Options(lookback, subqueryStep, limits, on, experimentalFunctions, durationExpressions);
    }

    public Options withLimits(Limits other) {
        return new Options(lookback, subqueryStep, other, delayedNameRemoval, experimentalFunctions, durationExpressions);
    }

    public Options withLimits(long samples, int series, int steps) {
        return withLimits(new Limits(samples, series, steps, limits.bytes(), limits.time()));
    }

    public Options withLookback(Duration other) {
        return new Options(other, subqueryStep, limits, delayedNameRemoval, experimentalFunctions, durationExpressions);
    }
}
