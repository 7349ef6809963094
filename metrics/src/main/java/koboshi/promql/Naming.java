package koboshi.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import koboshi.series.Labels;

/** What becomes of a metric's name where an operation changes what the series means. */
final class Naming {
    private Naming() {}

    /** An empty result for a series whose meaning changes. */
    static Track without(Evaluation evaluation, Labels labels, int steps) {
        return evaluation.delayedNames() ? new Track(labels, true, steps) : new Track(labels.without(Labels.NAME), false, steps);
    }

    static Track without(Evaluation evaluation, Track track) {
        return evaluation.delayedNames() ? track.named(track.labels(), true) : track.named(track.labels().without(Labels.NAME), false);
    }

    /**
     * Runs a part whose results have lost their names, and sees to it that those which have become the same are laid together.
     *
     * <p>The results are held back only where that can happen: series of one metric stay different without their name.
     */
    static void settled(Evaluation evaluation, List<Expr> operands, Consumer<Track> to, Consumer<Consumer<Track>> part) {
        if (evaluation.delayedNames() || allOne(operands)) {
            part.accept(to);
            return;
        }
        var held = new ArrayList<Track>();
        part.accept(track -> {
            evaluation.budget().keep(track);
            held.add(track);
        });
        Merging.distinct(held).forEach(to);
    }

    private static boolean allOne(List<Expr> operands) {
        for (var operand : operands) {
            if (!one(operand)) {
                return false;
            }
        }
        return true;
    }

    /** Whether all series of the expression surely bear the same name, or none. */
    private static boolean one(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> true;
            case Expr.Paren paren -> one(paren.inner());
            case Expr.Unary unary -> one(unary.inner());
            case Expr.Selector selector -> selector.matchers().stream().anyMatch(matcher -> matcher.equal() && matcher.label().equals(Labels.NAME));
            case Expr.Range range -> one(range.selector());
            case Expr.Subquery subquery -> one(subquery.inner());
            case Expr.Call call -> !call.function().name().startsWith("label_") && allOne(call.arguments());
            case Expr.Binary binary -> binary.matching() == null && one(binary.left()) && one(binary.right());
            case Expr.Aggregate aggregate -> aggregate.operator().selects() ? one(aggregate.inner()) : !aggregate.grouping().contains(Labels.NAME);
        };
    }
}
