package koboshi.guard;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import koboshi.forecast.Falls;
import koboshi.forecast.Outlook;
import koboshi.forecast.Teeth;
import koboshi.forecast.Trend;
import koboshi.promql.Engine;
import koboshi.promql.Expr;
import koboshi.promql.Operator;
import koboshi.promql.Query;
import koboshi.promql.Type;
import koboshi.promql.Value;
import koboshi.resource.Bytes;
import koboshi.series.Labels;
import koboshi.series.Samples;
import koboshi.series.Series;
import koboshi.signal.Findings;
import koboshi.signal.Reading;

/**
 * Judges where a series is going: whether it reaches its limit in time, as surely as was asked for.
 *
 * <p>A leak of ten megabytes a second shows within seconds, one of ten an hour within hours, so that lines are fitted to stretches of the past from half a minute
 * to the whole history, each four times as long as the one before. What a line says counts for four times the stretch it was drawn through and no further: half a
 * minute of noise always points somewhere. It counts only where the line rose by several times the noise around it, by more than the series used to fall in as long
 * a time, and where rises like it did not fall again by themselves, as between two garbage collections.
 */
public record Exhaustion(Condition.RunsOut wanted, Query of) implements Inquiry {
    private static final Duration PACE = Duration.ofSeconds(2);
    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final int LONGER = 4;
    private static final int AHEAD = 4;
    /** Rise over spread that chance does not bring about in a year of looking. */
    private static final double CLEAR_OF_NOISE = 6;
    /** What wanders rises as much as it falls; a leak rises and does not come back. */
    private static final double MORE_THAN_IT_FALLS = 3;
    private static final int FEWEST = 8;
    private static final int STEPS = 2_000;
    private static final int LONGEST = 10_000;

    /**
     * @throws koboshi.promql.ParseError when the expression is not PromQL
     * @throws IllegalArgumentException naming what was expected
     */
    public static Exhaustion of(Condition.RunsOut wanted) {
        if (wanted.of().length() > LONGEST) {
            throw new IllegalArgumentException("expected a PromQL expression of at most " + LONGEST + " characters");
        }
        var query = Query.parse(wanted.of(), OPTIONS);
        if (query.type() != Type.VECTOR) {
            throw new IllegalArgumentException("expected what has a value at a time, such as process_resident_memory_bytes");
        }
        return new Exhaustion(wanted, query);
    }

    @Override
    public Duration pace() {
        return PACE;
    }

    @Override
    public Findings found(Look look) {
        var from = begin(look);
        var all = meant(look, from);
        if (all.size() > MOST_LABEL_SETS) {
            return Findings.none("it speaks of " + all.size() + " label sets, more than the " + MOST_LABEL_SETS + " a guard can judge; narrow its labels");
        }
        var readings = all.stream().map(one -> reading(one.labels(), one.columns(), from, look)).flatMap(Optional::stream).toList();
        var missing = !readings.isEmpty() ? Optional.<String>empty()
                : Optional.of(all.isEmpty() ? "no sample of " + of.text() : "no sample enough of " + of.text() + " to tell where it goes");
        return new Findings(readings, missing, Duration.ZERO, Optional.empty());
    }

    /**
     * Where a series goes, for people to look at.
     *
     * @param trend upside down where the limit is a floor
     * @param soon whether the guard acts upon it; a line that leads further ahead than the guard trusts it is worth a look too
     */
    public record Course(Labels labels, Trend trend, boolean soon) {}

    /** The lines that are to be believed, one at most for each series. */
    public List<Course> courses(Look look) {
        var from = begin(look);
        return meant(look, from).stream()
                .limit(MOST_LABEL_SETS)
                .map(one -> course(one.labels().without(Labels.NAME), since(upwards(one.columns()), from.toEpochMilli())))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Course> course(Labels labels, Samples samples) {
        double limit = sign() * wanted.limit();
        if (samples.size() < FEWEST || Teeth.of(samples).usual(limit)) {
            return Optional.empty();
        }
        return foreseen(samples, limit).map(trend -> new Course(labels, trend, true)).or(() -> later(samples, limit).map(trend -> new Course(labels, trend, false)));
    }

    /** The line through the longest stretch, where it surely rises. */
    private Optional<Trend> later(Samples samples, double limit) {
        return Trend.of(samples, deviations(wanted.confidence()))
                .filter(trend -> trend.rising() && trend.level() < limit && rise(trend) >= CLEAR_OF_NOISE * trend.spread() && climbs(trend, samples));
    }

    private static boolean climbs(Trend trend, Samples samples) {
        return rise(trend) >= MORE_THAN_IT_FALLS * Falls.usual(samples, trend.sinceMillis(), trend.span().toMillis());
    }

    /** Of what was before the process was warm, nothing counts. */
    private Instant begin(Look look) {
        var longest = look.now().minus(wanted.history());
        return look.risen().filter(longest::isBefore).orElse(longest);
    }

    private List<Series> meant(Look look, Instant from) {
        return nearest().of(series(look, from).stream().filter(one -> !isOld(one.columns(), look)).toList());
    }

    private Nearest nearest() {
        return new Nearest(wanted.service());
    }

    /** Samples as they came where the expression is a series, or the first there is of several, else its values at steps. */
    private List<Series> series(Look look, Instant begin) {
        var latest = look.now().minus(OPTIONS.lookback());
        var from = begin.isBefore(latest) ? begin : latest;
        var plain = plain(of.expr());
        if (!plain.isEmpty()) {
            return asTheyCame(plain, look, from);
        }
        var step = Duration.between(from, look.now()).dividedBy(STEPS);
        var whole = step.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : step;
        var answer = new Engine(look.source(), OPTIONS).range(of, from, look.now(), whole, look.pulse()).value();
        return answer instanceof Value.Matrix(var series) ? series : List.of();
    }

    private static List<Expr.Selector> plain(Expr expr) {
        return switch (expr.unwrapped()) {
            case Expr.Selector selector when selector.timing().offset() == null && selector.timing().anchor() == null -> List.of(selector);
            case Expr.Binary binary when binary.operator() == Operator.OR && !binary.matching().on() && binary.matching().labels().isEmpty() -> {
                var both = List.of(plain(binary.left()), plain(binary.right()));
                yield both.contains(List.<Expr.Selector>of()) ? List.of() : both.stream().flatMap(List::stream).toList();
            }
            default -> List.of();
        };
    }

    /** Of a later alternative only what no earlier one has a current sample of, as {@code or} has it. */
    private List<Series> asTheyCame(List<Expr.Selector> alternatives, Look look, Instant from) {
        var found = new LinkedHashMap<Labels, Series>();
        for (var selector : alternatives) {
            var all = look.source().select(selector.matchers(), from.toEpochMilli(), look.now().toEpochMilli());
            // Of other services nothing is read.
            var meant = look.bounded(all.stream().filter(one -> !nearest().isAnothers(one.labels())).toList());
            var current = alternatives.size() == 1 ? meant : meant.stream().filter(one -> !isOld(one.columns(), look)).toList();
            current.forEach(one -> found.putIfAbsent(alternatives.size() == 1 ? one.labels() : one.labels().without(Labels.NAME), one));
        }
        return List.copyOf(found.values());
    }

    /** A series that ended, or has not been sampled for a while, goes nowhere. */
    private static boolean isOld(Samples samples, Look look) {
        int last = samples.size() - 1;
        return last < 0 || samples.staleAt(last) || samples.millis(last) < look.now().minus(OPTIONS.lookback()).toEpochMilli();
    }

    /** @param from when the process was warm, or the history begins */
    private Optional<Reading> reading(Labels named, Samples all, Instant from, Look look) {
        var labels = named.without(Labels.NAME);
        var samples = since(upwards(all), from.toEpochMilli());
        double limit = sign() * wanted.limit();
        double value = all.value(all.size() - 1);
        var age = Optional.of(Duration.ofMillis(look.now().toEpochMilli() - all.millis(all.size() - 1)));
        // Of several alternatives the one that is looked at is named.
        var name = (plain(of.expr()).size() > 1 ? named.name() : wanted.of()) + (labels.isEmpty() ? "" : " " + labels);
        if (!samples.isEmpty() && sign() * value >= limit) {
            return Optional.of(new Reading(labels, value, true, name + " has reached " + amount(limit), age));
        }
        if (samples.size() < FEWEST) {
            // A process that has only just begun goes nowhere yet; of a series nobody knows more about, too little is known.
            return look.risen().map(_ -> new Reading(labels, value, false, "", age));
        }
        var says = Teeth.of(samples).usual(limit) ? Optional.<String>empty() : foreseen(samples, limit).map(trend -> name + " " + words(trend, limit));
        return Optional.of(new Reading(labels, value, says.isPresent(), says.orElse(""), age));
    }

    private double sign() {
        return wanted.falling() ? -1 : 1;
    }

    /** What falls to a floor is looked at upside down; histograms and marks of an end are no values. */
    private Samples upwards(Samples samples) {
        var kept = new Samples.Builder(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            if (samples.histogram(i) == null && Double.isFinite(samples.value(i))) {
                kept.add(samples.millis(i), sign() * samples.value(i), null);
            }
        }
        return kept.build();
    }

    /** The line that reaches the limit soonest, of those that are to be believed. */
    private Optional<Trend> foreseen(Samples samples, double limit) {
        double z = deviations(wanted.confidence());
        return stretches(samples).stream()
                .map(part -> Trend.of(part, z))
                .flatMap(Optional::stream)
                .filter(trend -> believed(trend, limit) && climbs(trend, samples))
                .min((one, other) -> Double.compare(seconds(one, limit), seconds(other, limit)));
    }

    private List<Samples> stretches(Samples samples) {
        var stretches = new ArrayList<Samples>();
        long last = samples.millis(samples.size() - 1);
        for (var length = wanted.history(); length.compareTo(SHORTEST) >= 0; length = length.dividedBy(LONGER)) {
            var part = since(samples, last - length.toMillis());
            if (part.size() < FEWEST) {
                break;
            }
            stretches.add(part);
        }
        return stretches;
    }

    private static Samples since(Samples samples, long millis) {
        var part = new Samples.Builder(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            if (samples.millis(i) >= millis) {
                part.add(samples.millis(i), samples.value(i), null);
            }
        }
        return part.build();
    }

    private boolean believed(Trend trend, double limit) {
        double span = trend.span().toMillis() / 1000.0;
        return trend.until(limit) instanceof Outlook.In in
                && in.latest().filter(latest -> latest.compareTo(wanted.within()) <= 0 && latest.toMillis() / 1000.0 <= AHEAD * span).isPresent()
                && rise(trend) >= CLEAR_OF_NOISE * trend.spread();
    }

    private static double rise(Trend trend) {
        return trend.slope() * trend.span().toMillis() / 1000.0;
    }

    private static double seconds(Trend trend, double limit) {
        return (limit - trend.level()) / trend.slope();
    }

    private String words(Trend trend, double limit) {
        var in = (Outlook.In) trend.until(limit);
        return "reaches " + amount(limit) + " in " + length(in.expected()) + " (" + length(in.earliest()) + " to " + length(in.latest().orElseThrow()) + "): "
                + amount(trend.level()) + " now, " + amount(Math.abs(trend.slope()) * 60).replaceFirst("^-", "") + " more each minute since "
                + Instant.ofEpochMilli(trend.sinceMillis()).truncatedTo(ChronoUnit.SECONDS);
    }

    private String amount(double upwards) {
        double value = sign() * upwards;
        return wanted.bytes() && value >= 0 ? new Bytes(Math.round(value)).toString() : String.format(Locale.ROOT, "%.4g", value);
    }

    private static String length(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 120 ? seconds + " s" : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    /**
     * How many standard deviations a share of a normal distribution lies below, one-sided: 1.645 for 0.95. By the approximation of Hastings, off by less than 0.0005.
     */
    static double deviations(double confidence) {
        double t = Math.sqrt(-2 * Math.log(1 - confidence));
        return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    }
}
