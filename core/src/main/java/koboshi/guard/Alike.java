package koboshi.guard;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import koboshi.promql.Expr;
import koboshi.promql.Query;
import koboshi.promql.Type;
import koboshi.series.Labels;
import koboshi.series.Matcher;

/** Whether what went well and what there was speak of the same labels, as far as their text tells: where they do not, all that is well would be bad. */
final class Alike {
    private Alike() {}

    /** @throws IllegalArgumentException naming what was expected, when they surely do not */
    static void refuseWhatIsNot(Query good, Query total) {
        var ofGood = names(good.expr());
        var ofTotal = names(total.expr());
        if (ofGood.isPresent() && ofTotal.isPresent() && !ofGood.equals(ofTotal)) {
            throw new IllegalArgumentException(differ(ofGood.get(), ofTotal.get()));
        }
        // Of another metric nobody knows from here which labels it has: what answers in full may be all there is of it.
        boolean sameMetric = metrics(good.expr()).anyMatch(name -> metrics(total.expr()).anyMatch(name::equals));
        boolean anyLabel = ofTotal.isEmpty();
        asked(good.expr()).stream()
                .filter(matcher -> keeps(good.expr(), matcher.label()) && !asked(total.expr()).contains(matcher))
                .filter(matcher -> anyLabel ? sameMetric && keeps(total.expr(), matcher.label()) : sameMetric || !ofTotal.get().contains(matcher.label()))
                .findFirst()
                .ifPresent(matcher -> {
                    throw new IllegalArgumentException("good asks for " + matcher + ", which total does not, and speaks of each " + matcher.label()
                            + " by itself: any other would be all bad; expected sums of both, such as sum without (" + matcher.label() + ") (...)");
                });
    }

    static String differ(Set<String> good, Set<String> total) {
        return "good and total speak of different labels, " + spelt(good) + " and " + spelt(total) + "; expected the same of both, as by sum()";
    }

    private static String spelt(Set<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /** The names of the labels it gives, where an aggregation says so. */
    private static Optional<Set<String>> names(Expr expr) {
        return switch (expr.unwrapped()) {
            case Expr.Aggregate sum when !sum.without() && folds(sum) -> Optional.of(new TreeSet<>(sum.grouping()));
            case Expr.Binary scaled when isScaled(scaled) -> names(vectorOf(scaled));
            default -> Optional.empty();
        };
    }

    private static List<Matcher> asked(Expr expr) {
        return matchers(expr).filter(matcher -> !matcher.label().equals(Labels.NAME) && !(matcher.equal() && matcher.value().isEmpty())).distinct().toList();
    }

    private static Stream<String> metrics(Expr expr) {
        return matchers(expr).filter(matcher -> matcher.label().equals(Labels.NAME) && matcher.equal()).map(Matcher::value);
    }

    private static Stream<Matcher> matchers(Expr expr) {
        return Ground.all(expr).filter(Expr.Selector.class::isInstance).flatMap(part -> ((Expr.Selector) part).matchers().stream());
    }

    /** Whether the label surely comes through to what the expression gives. */
    private static boolean keeps(Expr expr, String label) {
        return switch (expr.unwrapped()) {
            case Expr.Selector _ -> true;
            case Expr.Range _ -> true;
            case Expr.Aggregate sum -> folds(sum) && sum.without() != sum.grouping().contains(label) && keeps(sum.inner(), label);
            case Expr.Binary scaled when isScaled(scaled) -> keeps(vectorOf(scaled), label);
            case Expr.Call call -> !Ground.isAbsence(call) && call.arguments().size() == 1 && call.arguments().getFirst() instanceof Expr.Range;
            default -> false;
        };
    }

    private static boolean folds(Expr.Aggregate aggregate) {
        return switch (aggregate.operator()) {
            case SUM, AVG, MIN, MAX, COUNT, GROUP, STDDEV, STDVAR, QUANTILE -> true;
            case TOPK, BOTTOMK, COUNT_VALUES, LIMITK, LIMIT_RATIO -> false;
        };
    }

    private static boolean isScaled(Expr.Binary binary) {
        return binary.left().type() != binary.right().type();
    }

    private static Expr vectorOf(Expr.Binary scaled) {
        return scaled.left().type() == Type.VECTOR ? scaled.left() : scaled.right();
    }
}
