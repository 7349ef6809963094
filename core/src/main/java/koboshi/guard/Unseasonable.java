package koboshi.guard;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import koboshi.forecast.Season;
import koboshi.promql.Engine;
import koboshi.promql.Query;
import koboshi.promql.Type;
import koboshi.promql.Value;
import koboshi.series.Labels;
import koboshi.series.Samples;
import koboshi.series.Series;
import koboshi.signal.Findings;
import koboshi.signal.Reading;

/**
 * Judges a series by two eyes, so that a burst is one alarm: strange when five values in a row are.
 *
 * <p>One eye compares with this time of earlier seasons, the other has learned what the series is like at any time ({@link Eye}). A value counts when its course is unlike
 * anything before, or when both eyes find it odd: bounds and combination were chosen on one half of labelled telemetry and measured on the other.
 */
public record Unseasonable(Condition.Strange strange, Query of, Duration season) implements Inquiry {
    /** A course of values so strange is an anomaly by itself. */
    private static final double UNHEARD_OF = 2.8;
    /** A value so strange is one if the time of the season does not explain it. */
    private static final double RARE = 2;
    private static final double OFF_SEASON = 3;
    /** What comes back within so many values is still the same. */
    public static final int BURST = 12;
    /** So many are looked at, in one question, of less than {@link #MOST_STEPS} steps. */
    public static final int SEASONS = 5;
    public static final int MOST_STEPS = OPTIONS.limits().steps();
    /** The same time, give or take this part of a season: half an hour of a day. */
    private static final int PART = 48;

    /**
     * @throws koboshi.promql.ParseError when it is not PromQL
     * @throws IllegalArgumentException naming what was expected
     */
    public static void refuseWhatHasNoValue(String expression) {
        if (Query.parse(expression, OPTIONS).type() != Type.VECTOR) {
            throw new IllegalArgumentException("expected what has a value at a time, such as sum(rate(answers_total[5m]))");
        }
    }

    static Unseasonable of(Condition.Strange strange) {
        return new Unseasonable(strange, Query.parse(strange.of(), OPTIONS), strange.season());
    }

    @Override
    public Duration pace() {
        return strange.every();
    }

    @Override
    public Findings found(Look look) {
        long every = strange.every().toMillis();
        var until = Instant.ofEpochMilli(look.now().toEpochMilli() / every * every);
        var answer = new Engine(look.source(), OPTIONS).range(of, until.minus(season.multipliedBy(SEASONS)), until, strange.every(), look.pulse()).value();
        var all = answer instanceof Value.Matrix(var series) ? series : List.<Series>of();
        if (all.size() > MOST_LABEL_SETS) {
            return Findings.none("it speaks of " + all.size() + " label sets, more than the " + MOST_LABEL_SETS + " a guard can judge; narrow its labels");
        }
        var readings = all.stream()
                .filter(one -> !one.columns().isEmpty() && one.columns().millis(one.columns().size() - 1) >= until.toEpochMilli() - every)
                .map(one -> reading(one.labels().without(Labels.NAME), one.columns(), look))
                .flatMap(Optional::stream)
                .toList();
        return new Findings(readings, readings.isEmpty() ? Optional.of(missing(all)) : Optional.empty(), Duration.ZERO, Optional.empty());
    }

    private String missing(List<Series> all) {
        return all.isEmpty() ? "no sample of " + of.text() : "the ways of " + of.text() + " are still being learned";
    }

    private Optional<Reading> reading(Labels labels, Samples samples, Look look) {
        var glances = look.eye().look(labels, samples, look.pulse());
        if (glances.size() < Eye.LATEST) {
            return Optional.empty();
        }
        double value = samples.value(samples.size() - 1);
        boolean bad = enoughInARow(glances, samples);
        var says = bad ? (labels.isEmpty() ? "" : labels + " ") + "is " + rounded(value) + ", " + why(glances.getLast(), samples) : "";
        return Optional.of(new Reading(labels, value, bad, says, Optional.empty()));
    }

    /** Also those that came since the last look and are over: a burst must not be missed because nobody had time to ask. */
    private boolean enoughInARow(List<Eye.Glance> glances, Samples samples) {
        int odd = 0;
        for (var glance : glances) {
            odd = isOdd(glance, samples) ? odd + 1 : 0;
            if (odd == Eye.LATEST) {
                return true;
            }
        }
        return false;
    }

    /** The season is looked up last: to sort days of values for each that is like all others would cost more than all the rest. */
    private boolean isOdd(Eye.Glance glance, Samples samples) {
        return glance.course() > UNHEARD_OF || glance.value() > RARE && distance(samples, glance.millis()).orElse(0) > OFF_SEASON;
    }

    private String why(Eye.Glance glance, Samples samples) {
        var off = distance(samples, glance.millis());
        var before = off.isPresent() ? "; " + rounded(off.getAsDouble()) + " deviations from what it was at this time before" : "";
        return glance.course() > UNHEARD_OF ? "and the latest course of " + of.text() + " is unlike any before" + before
                : "which " + of.text() + " hardly ever was" + before;
    }

    private OptionalDouble distance(Samples samples, long until) {
        var part = new Samples.Builder(samples.size());
        for (int i = 0; i < samples.size() && samples.millis(i) <= until; i++) {
            part.add(samples.millis(i), samples.value(i), null);
        }
        return Season.distance(part.build(), season.toMillis(), season.toMillis() / PART);
    }

    private static String rounded(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString() : Query.number(value);
    }
}
