package koboshi.promql;

import java.util.Set;

/** Tells expressions that give the same at every step, so that they are evaluated once. */
final class Fixed {
    private static final Set<String> BY_MOMENT = Set.of("time", "timestamp", "predict_linear");

    private Fixed() {}

    static boolean is(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> true;
            case Expr.Paren paren -> is(paren.inner());
            case Expr.Unary unary -> is(unary.inner());
            case Expr.Binary binary -> is(binary.left()) && is(binary.right());
            case Expr.Aggregate aggregate -> is(aggregate.inner()) && (aggregate.parameter() == null || is(aggregate.parameter()));
            case Expr.Call call -> call(call);
            case Expr.Selector selector -> selector.timing().anchor() != null;
            case Expr.Range range -> range.selector().timing().anchor() != null;
            case Expr.Subquery subquery -> subquery.timing().anchor() != null;
        };
    }

    private static boolean call(Expr.Call call) {
        // A date function without an argument speaks of the moment of evaluation.
        boolean now = call.arguments().isEmpty() && call.function().returns() == Type.VECTOR;
        return !now && !BY_MOMENT.contains(call.function().name()) && call.arguments().stream().allMatch(Fixed::is);
    }
}
