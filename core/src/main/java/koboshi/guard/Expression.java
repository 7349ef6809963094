package koboshi.guard;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.promql.Engine;
import koboshi.promql.Expr;
import koboshi.promql.Query;
import koboshi.promql.Value;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.signal.Findings;
import koboshi.signal.Reading;

/**
 * A PromQL expression that gives what is bad, and beside it the questions that tell health from having no sample.
 *
 * @param bad gives the label sets that are bad
 * @param grounds give what there was to judge, each alternative by itself
 * @param ages gives when the samples were taken, where each answer comes of one
 * @param window how long the samples must reach back, the look-back of a plain series apart
 */
public record Expression(Query bad, List<Query> grounds, Optional<Query> ages, Duration window) implements Inquiry {
    private static final int LONGEST = 10_000;
    private static final Duration EACH_SECOND = Duration.ofSeconds(1);
    private static final Duration SELDOM = Duration.ofSeconds(15);
    /** A window of an hour moves little in a second. */
    private static final int LOOKS_A_WINDOW = 60;

    /**
     * @throws koboshi.promql.ParseError when the text is not PromQL
     * @throws IllegalArgumentException naming what was expected, when it is no condition
     */
    public static Expression parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("expected a PromQL condition of at most " + LONGEST + " characters");
        }
        var read = Query.parse(text, OPTIONS);
        refuseWhatIsNoCondition(read);
        var plain = Query.parse(read.format(), OPTIONS);
        var grounds = Ground.of(plain).stream().map(ground -> Query.parse(ground, OPTIONS)).toList();
        return new Expression(plain, grounds, ages(grounds), plain.reach(OPTIONS.withLookback(Duration.ZERO)));
    }

    private static void refuseWhatIsNoCondition(Query query) {
        Choice.refuseWhatIsNone(query);
        Ground.all(query.expr()).filter(part -> part instanceof Expr.NumberLiteral number && Double.isInfinite(number.value()))
                .map(part -> query.text().substring(part.at().start(), part.at().end()))
                .filter(written -> written.chars().anyMatch(Character::isDigit))
                .findFirst()
                .ifPresent(_ -> {
                    throw new IllegalArgumentException("expected a number that a double can hold");
                });
    }

    private static Optional<Query> ages(List<Query> grounds) {
        boolean plain = grounds.size() == 1
                && grounds.getFirst().expr().unwrapped() instanceof Expr.Selector selector
                && selector.timing().offset() == null
                && selector.timing().anchor() == null;
        return plain ? Optional.of(Query.parse("timestamp(" + grounds.getFirst().text() + ")", OPTIONS)) : Optional.empty();
    }

    @Override
    public Duration pace() {
        var share = window.dividedBy(LOOKS_A_WINDOW);
        return share.compareTo(EACH_SECOND) < 0 ? EACH_SECOND : share.compareTo(SELDOM) > 0 ? SELDOM : share;
    }

    @Override
    public Findings found(Look look) {
        var engine = new Engine(look.source(), OPTIONS);
        var held = values(engine, bad, look);
        var ages = values(engine, this.ages, look);
        var readings = new LinkedHashMap<Labels, Reading>();
        var missing = Optional.<String>empty();
        for (var ground : grounds) {
            var judged = values(engine, ground, look);
            missing = judged.isEmpty() ? missing.or(() -> Optional.of("no sample of " + bare(ground))) : missing;
            judged.forEach((labels, value) -> readings.putIfAbsent(labels, reading(labels, value, false, ages, look)));
        }
        held.forEach((labels, value) -> readings.put(labels, reading(labels, value, true, ages, look)));
        if (readings.size() > MOST_LABEL_SETS) {
            return Findings.none("it speaks of " + readings.size() + " label sets, more than the " + MOST_LABEL_SETS
                    + " a guard can judge; narrow its labels or take them together, as by sum()");
        }
        return new Findings(List.copyOf(readings.values()), held.isEmpty() ? missing : Optional.empty(), uncovered(look, !held.isEmpty()), Optional.empty());
    }

    /** Six digits are more than anybody compares. */
    private static String shown(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString() : Query.number(value);
    }

    private static String bare(Query ground) {
        var inner = ground.expr().unwrapped().at();
        return ground.text().substring(inner.start(), inner.end());
    }

    private static Map<Labels, Double> values(Engine engine, Optional<Query> query, Look look) {
        return query.isEmpty() ? Map.of() : values(engine, query.get(), look);
    }

    /** By label set without the metric's name; of two that differ in nothing else, the first. */
    private static Map<Labels, Double> values(Engine engine, Query query, Look look) {
        var values = new HashMap<Labels, Double>();
        switch (engine.instant(query, look.now(), look.pulse()).value()) {
            case Value.Vector(var elements) -> elements.stream()
                    .filter(element -> element.sample().histogram() == null)
                    .forEach(element -> values.putIfAbsent(element.labels().without(Labels.NAME), element.sample().value()));
            case Value.Scalar(_, var value) -> values.put(Labels.NONE, value);
            case Value.Text _, Value.Matrix _ -> throw new IllegalStateException("no condition gives this");
        }
        return values;
    }

    private Reading reading(Labels labels, double value, boolean isBad, Map<Labels, Double> ages, Look look) {
        var age = Optional.ofNullable(ages.get(labels)).map(taken -> Duration.ofMillis(look.now().toEpochMilli() - Math.round(taken * 1000)));
        var says = isBad ? (labels.isEmpty() ? "" : labels + " ") + "is " + shown(value) + " by " + bad.text() : "";
        return new Reading(labels, value, isBad, says, age);
    }

    /**
     * The samples reach back far enough when each series asked for had one about where the window begins. The store outlives a restart, so that what it kept counts;
     * a series that did not exist then is covered once it has been watched for as long. What is absent, and not because it just ended, must have been watched for as
     * long as a sample counts: right after a start nobody can have sent one yet.
     */
    private Duration uncovered(Look look, boolean holds) {
        var blind = holds && !Ground.absences(bad.expr()).allMatch(matchers -> hasSample(look, matchers, look.now().minus(OPTIONS.lookback()), look.now()))
                ? OPTIONS.lookback()
                : Duration.ZERO;
        return window.compareTo(blind) < 0 ? blind : window.isZero() || reachesBack(look) ? blind : window;
    }

    private boolean reachesBack(Look look) {
        var begins = look.now().minus(window);
        return Ground.all(bad.expr())
                .filter(Expr.Selector.class::isInstance)
                .map(part -> ((Expr.Selector) part).matchers())
                .distinct()
                .allMatch(matchers -> hasSample(look, matchers, begins.minus(OPTIONS.lookback()), begins.plus(window.dividedBy(10))));
    }

    private static boolean hasSample(Look look, List<Matcher> matchers, Instant from, Instant to) {
        return look.source().select(matchers, from.toEpochMilli(), to.toEpochMilli()).stream().anyMatch(series -> !series.columns().isEmpty());
    }
}
