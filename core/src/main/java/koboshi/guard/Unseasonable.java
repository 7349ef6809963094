package koboshi.guard;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

/** Judges a series by what it was at this time of earlier days or weeks: strange when three values in a row lie far from it, so that a burst is one alarm. */
public record Unseasonable(Condition.Strange strange, Query of, Duration season) implements Inquiry {
    /** Of a normal distribution a value this far off comes once in some hundred million. */
    private static final double FAR = 6;
    private static final int IN_A_ROW = 3;
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
                .map(one -> reading(one.labels().without(Labels.NAME), one.columns()))
                .flatMap(Optional::stream)
                .toList();
        var missing = readings.isEmpty() ? Optional.of(all.isEmpty() ? "no sample of " + of.text() : "no sample of " + of.text() + " from three seasons ago") : Optional.<String>empty();
        return new Findings(readings, missing, Duration.ZERO, Optional.empty());
    }

    private Optional<Reading> reading(Labels labels, Samples samples) {
        var distances = new ArrayList<Double>();
        for (int ago = 0; ago < IN_A_ROW; ago++) {
            var distance = distance(samples, samples.size() - ago);
            if (distance.isEmpty()) {
                return Optional.empty();
            }
            distances.add(distance.getAsDouble());
        }
        double value = samples.value(samples.size() - 1);
        boolean bad = distances.stream().allMatch(distance -> distance > FAR);
        var says = (labels.isEmpty() ? "" : labels + " ") + "is " + rounded(value) + ", " + rounded(distances.getFirst()) + " deviations from what " + of.text()
                + " was at this time before";
        return Optional.of(new Reading(labels, value, bad, bad ? says : "", Optional.empty()));
    }

    private OptionalDouble distance(Samples samples, int size) {
        var part = new Samples.Builder(Math.max(1, size));
        for (int i = 0; i < size; i++) {
            part.add(samples.millis(i), samples.value(i), null);
        }
        return Season.distance(part.build(), season.toMillis(), season.toMillis() / PART);
    }

    private static String rounded(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString() : Query.number(value);
    }
}
