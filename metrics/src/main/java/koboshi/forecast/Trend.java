package koboshi.forecast;

import java.time.Duration;
import java.util.Optional;
import koboshi.series.Samples;

/**
 * Where a series is going: a line through its samples since it last changed its ways, fitted so that single odd samples do not turn it.
 *
 * @param slope by second
 * @param lowSlope with {@code highSlope}: the slope lies between them with 95 % confidence, neighbouring samples being alike taken into account
 * @param level the line's value at the last sample
 * @param sinceMillis the first sample the line goes through: what lies before belongs to other ways
 * @param untilMillis the last sample
 */
public record Trend(double slope, double lowSlope, double highSlope, double level, long sinceMillis, long untilMillis) {
    /** Empty while there are too few numbers to tell a line from chance. */
    public static Optional<Trend> of(Samples samples) {
        var bins = Bins.of(samples);
        return bins.size() < ChangePoint.LEAST ? Optional.empty() : Optional.of(fit(bins.startingAt(ChangePoint.last(bins)), bins));
    }

    private static Trend fit(Bins recent, Bins all) {
        var line = Line.through(recent);
        return new Trend(line.slope(), line.lowSlope(), line.highSlope(), line.at(all.lastSeconds()), recent.firstMillis(), all.lastMillis());
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
