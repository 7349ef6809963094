package koboshi.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import koboshi.promql.Engine;
import koboshi.promql.Expr;
import koboshi.promql.Query;
import koboshi.promql.Type;
import koboshi.promql.Value;
import koboshi.series.Labels;
import koboshi.signal.Findings;
import koboshi.signal.Reading;

/**
 * Judges how fast an objective's budget of errors is used up: a burn rate of 1 uses it up exactly in the objective's time.
 *
 * <p>Fires when the rate is exceeded both in a long window, so that a moment does not count, and in one a twelfth as long, so that it stops soon after the trouble does.
 * The windows and rates are those of the SRE workbook's fifth chapter, which gives them for 30 days: 14.4 in an hour (2 % of the budget gone) or 6 in six hours
 * (5 %) are fast, 3 in a day or 1 in three days (10 % each) are slow. For other times the windows are in proportion.
 */
public final class Burn implements Inquiry {
    private static final Duration FAST_PACE = Duration.ofSeconds(5);
    private static final Duration SLOW_PACE = Duration.ofSeconds(15);
    private static final int SHORTER = 12;

    private final Condition.Burns burns;
    private final List<Pair> pairs;

    private record Share(Query good, Query total) {
        Counted counted(Look look) {
            return new Counted(values(good, look), values(total, look));
        }
    }

    /** What went well, and what there was, by label set. */
    private record Counted(Map<Labels, Double> good, Map<Labels, Double> total) {
        /** The bad share. Where nobody asked for anything nothing went wrong; where nothing is known to be good, all of it did not go well. */
        Map<Labels, Double> bad() {
            var bad = new HashMap<Labels, Double>();
            total.forEach((labels, all) -> bad.put(labels, all > 0 ? Math.clamp(1 - good.getOrDefault(labels, 0.0) / all, 0, 1) : all == 0 ? 0 : Double.NaN));
            return bad;
        }

        /** Why nothing of what went well can be found again in what there was, if so. */
        Optional<String> apart() {
            boolean meet = good.isEmpty() || total.isEmpty() || good.keySet().stream().anyMatch(one -> total.keySet().stream().anyMatch(other -> names(one).equals(names(other))));
            return meet ? Optional.empty() : Optional.of(Alike.differ(names(good.keySet().iterator().next()), names(total.keySet().iterator().next())));
        }

        private static Set<String> names(Labels labels) {
            return labels.asMap().keySet();
        }
    }

    private record Pair(double rate, Duration window, Share lengthy, Share brief) {}

    private record Used(Pair pair, double lengthy, double brief) {
        double rate() {
            return Math.min(lengthy, brief);
        }

        boolean tooFast() {
            return rate() >= pair.rate();
        }
    }

    private Burn(Condition.Burns burns) {
        this.burns = burns;
        this.pairs = burns.fast() ? List.of(pair(14.4, 720), pair(6, 120)) : List.of(pair(3, 30), pair(1, 10));
    }

    /**
     * @throws koboshi.promql.ParseError when an expression is not PromQL
     * @throws IllegalArgumentException naming what was expected
     */
    public static Burn of(Condition.Burns burns) {
        return new Burn(burns);
    }

    /** @throws IllegalArgumentException naming what was expected, when it is no rate */
    public static void refuseWhatIsNoRate(String expression) {
        var query = Query.parse(expression, OPTIONS);
        if (query.type() != Type.VECTOR || Ground.all(query.expr()).noneMatch(Expr.Range.class::isInstance)) {
            throw new IllegalArgumentException("expected a rate such as sum(rate(answers_total[5m])); its window is replaced by those of the burn rates");
        }
    }

    /** @throws IllegalArgumentException naming what was expected, when all that is well would be bad by their labels */
    public static void refuseWhatIsApart(String good, String total) {
        Alike.refuseWhatIsNot(Query.parse(good, OPTIONS), Query.parse(total, OPTIONS));
    }

    private Pair pair(double rate, int part) {
        var window = burns.objective().over().dividedBy(part);
        return new Pair(rate, window, share(window), share(window.dividedBy(SHORTER)));
    }

    private Share share(Duration window) {
        return new Share(over(burns.objective().good(), window), over(burns.objective().total(), window));
    }

    /** The expression with its windows made as long as this. */
    static Query over(String expression, Duration window) {
        var plain = Query.parse(Query.parse(expression, OPTIONS).format(), OPTIONS);
        var text = new StringBuilder(plain.text());
        Ground.all(plain.expr()).filter(Expr.Range.class::isInstance).map(Expr.Range.class::cast)
                .sorted(Comparator.comparingInt((Expr.Range range) -> range.at().start()).reversed())
                .forEach(range -> {
                    int open = text.indexOf("[", range.selector().at().end() - 1);
                    text.replace(open + 1, text.indexOf("]", open), Math.max(1, window.toSeconds()) + "s");
                });
        return Query.parse(text.toString(), OPTIONS);
    }

    @Override
    public Duration pace() {
        return burns.fast() ? FAST_PACE : SLOW_PACE;
    }

    @Override
    public Findings found(Look look) {
        var covered = pairs.stream().filter(pair -> isCovered(pair, look)).toList();
        var used = new HashMap<Labels, List<Used>>();
        // What the store does not reach back to yet is judged as far as it goes, and the loop is told so.
        for (var pair : covered.isEmpty() ? pairs.subList(0, 1) : covered) {
            var counted = pair.lengthy().counted(look);
            if (counted.apart().isPresent()) {
                return Findings.none(counted.apart().get());
            }
            var brief = pair.brief().counted(look).bad();
            counted.bad().forEach((labels, lengthy) -> used.computeIfAbsent(labels, _ -> new ArrayList<>())
                    .add(new Used(pair, lengthy / budget(), brief.getOrDefault(labels, 0.0) / budget())));
        }
        if (used.size() > MOST_LABEL_SETS) {
            return Findings.none("it speaks of " + used.size() + " label sets, more than the " + MOST_LABEL_SETS + " a guard can judge; take them together, as by sum()");
        }
        var left = burns.fast() ? Map.<Labels, Double>of() : left(look);
        var readings = used.entrySet().stream().map(each -> reading(each.getKey(), each.getValue(), Optional.ofNullable(left.get(each.getKey())))).toList();
        var missing = readings.isEmpty() ? Optional.of("no sample of " + burns.objective().total()) : Optional.<String>empty();
        return new Findings(readings, missing, covered.isEmpty() ? pairs.getFirst().window() : Duration.ZERO, Optional.empty());
    }

    private double budget() {
        return burns.objective().budget();
    }

    private static boolean isCovered(Pair pair, Look look) {
        var begins = look.now().minus(pair.window());
        return Ground.all(pair.lengthy().total().expr())
                .filter(Expr.Selector.class::isInstance)
                .map(part -> ((Expr.Selector) part).matchers())
                .allMatch(matchers -> look.source()
                        .select(matchers, begins.minus(OPTIONS.lookback()).toEpochMilli(), begins.plus(pair.window().dividedBy(10)).toEpochMilli()).stream()
                        .anyMatch(series -> !series.columns().isEmpty()));
    }

    private static Map<Labels, Double> values(Query query, Look look) {
        var values = new HashMap<Labels, Double>();
        if (new Engine(look.source(), OPTIONS).instant(query, look.now(), look.pulse()).value() instanceof Value.Vector(var elements)) {
            elements.forEach(element -> values.put(element.labels().without(Labels.NAME), element.sample().value()));
        }
        return values;
    }

    /** What is left of the budget, as a share of it; nothing where the whole time cannot be asked for. */
    private Map<Labels, Double> left(Look look) {
        var left = new HashMap<Labels, Double>();
        try {
            share(burns.objective().over()).counted(look).bad().forEach((labels, bad) -> left.put(labels, 1 - bad / budget()));
        } catch (RuntimeException _) {
            // A month of samples may be more than one question may read. The burn rates stand without this figure.
        }
        return left;
    }

    private Reading reading(Labels labels, List<Used> used, Optional<Double> left) {
        var worst = used.stream().max(Comparator.comparing(Used::tooFast).thenComparingDouble(one -> one.rate() / one.pair().rate())).orElseThrow();
        boolean bad = used.stream().anyMatch(Used::tooFast);
        return new Reading(labels, worst.rate(), bad, says(worst, left), Optional.empty());
    }

    private String says(Used worst, Optional<Double> left) {
        var objective = burns.objective();
        return String.format(Locale.ROOT, "%s: its budget of %s bad in %s burns at %.3g times the rate that uses it up, against %.3g: %s bad in %s, %s in %s%s",
                objective.name(), percent(budget()), length(objective.over()), worst.rate(), worst.pair().rate(),
                percent(worst.lengthy() * budget()), length(worst.pair().window()),
                percent(worst.brief() * budget()), length(worst.pair().window().dividedBy(SHORTER)),
                left.map(share -> "; " + percent(Math.max(0, share)) + " of it is left").orElse(""));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.3g %%", share * 100);
    }

    private static String length(Duration duration) {
        long minutes = duration.toMinutes();
        return minutes >= 2880 ? duration.toDays() + " d" : minutes >= 120 ? duration.toHours() + " h" : minutes >= 2 ? minutes + " min" : duration.toSeconds() + " s";
    }
}
