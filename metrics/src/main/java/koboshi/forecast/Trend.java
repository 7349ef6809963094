package koboshi.forecast;

import java.time.Duration;
import java.util.Optional;
import koboshi.series.Samples;

/**
 * Where a series is going: a line through its samples since it last changed its ways, fitted so that single odd samples do not turn it.
 *
 * @param slope by second
 * @param lowSlope with {@code highSlope}: the slope lies between them with the confidence asked for, neighbouring samples being alike taken into account
 * @param level the line's value at the last sample
 * @param spread how far samples lie from the line, as a standard deviation
 * @param sinceMillis the first sample the line goes through: what lies before belongs to other ways
 * @param untilMillis the last sample
 */
public record Trend(double slope, double lowSlope, double highSlope, double level, double spread, long sinceMillis, long untilMillis) {
    private static final double CONFIDENCE_95 = 1.96;

    /** With an interval of 95 %. Empty while there are too few numbers to tell a line from chance. */
    public static Optional<Trend> of(Samples samples) {
        return of(samples, CONFIDENCE_95);
    }

    /** @param z how many standard deviations of a normal distribution the interval reaches to either side: 1.96 for 95 %, 3.29 for 99.9 % */
    public static Optional<Trend> of(Samples samples, double z) {
        var bins = Bins.of(samples);
        return bins.size() < ChangePoint.LEAST ? Optional.empty() : Optional.of(fit(bins.startingAt(ChangePoint.last(bins)), bins, z));
    }

    private static Trend fit(Bins recent, Bins all, double z) {
        var line = Line.through(recent, z);
        return new Trend(
                line.slope(), line.lowSlope(), line.highSlope(), line.at(all.lastSeconds()), line.spread(recent), recent.firstMillis(), all.lastMillis());
    }

    /** How long the series has gone this way. */
    public Duration span() {
        return Duration.ofMillis(untilMillis - sinceMillis);
    }

    /** Whether it surely rises. */
    public boolean rising() {
        return lowSlope > 0;
    }

    /** Whether it surely falls. */
    public boolean falling() {
        return highSlope < 0;
    }

    /** When the line reaches a limit above it, counted from the last sample. */
    public Outlook until(double limit) {
        if (level >= limit) {
            return new Outlook.Reached();
        }
        if (slope <= 0) {
            return new Outlook.NotInSight();
        }
        var latest = lowSlope > 0 ? Optional.of(seconds((limit - level) / lowSlope)) : Optional.<Duration>empty();
        return new Outlook.In(seconds((limit - level) / slope), seconds((limit - level) / highSlope), latest);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) Math.min(seconds * 1000, Long.MAX_VALUE / 2.0));
    }
}
