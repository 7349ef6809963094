package koboshi.promql;

import java.util.Optional;
import koboshi.promql.Timing.Anchor;

/** Rewrites a query so that it gives at every moment what it gives at one. */
final class Anchoring {
    private final Anchor anchor;

    private Anchoring(Anchor anchor) {
        this.anchor = anchor;
    }

    /** Empty where the query speaks of the moment of evaluation itself. */
    static Optional<Expr> at(Expr expr, long millis) {
        var anchored = new Anchoring(new Anchor.Moment(millis)).rewritten(expr);
        return Fixed.is(anchored) && !speaksOfBounds(expr) ? Optional.of(anchored) : Optional.empty();
    }

    private Expr rewritten(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> expr;
            case Expr.Paren paren -> new Expr.Paren(rewritten(paren.inner()), paren.at());
            case Expr.Unary unary -> new Expr.Unary(unary.minus(), rewritten(unary.inner()), unary.at());
            case Expr.Binary b -> new Expr.Binary(b.operator(), rewritten(b.left()), rewritten(b.right()), b.bool(), b.matching(), b.at());
            case Expr.Aggregate a -> new Expr.Aggregate(
                    a.operator(), rewritten(a.inner()), a.parameter() == null ? null : rewritten(a.parameter()), a.grouping(), a.without(), a.at());
            case Expr.Call call -> new Expr.Call(call.function(), call.arguments().stream().map(this::rewritten).toList(), call.at());
            case Expr.Selector selector -> selector(selector);
            case Expr.Range range -> new Expr.Range(selector(range.selector()), range.range(), range.at());
            case Expr.Subquery s -> new Expr.Subquery(s.inner(), s.range(), s.step(), timing(s.timing()), s.at());
        };
    }

    private Expr.Selector selector(Expr.Selector selector) {
        return new Expr.Selector(selector.name(), selector.matchers(), timing(selector.timing()), selector.at());
    }

    private Timing timing(Timing timing) {
        return timing.anchor() == null ? new Timing(timing.offset(), anchor) : timing;
    }

    /** Whether start, end, step or range of the query itself matter. */
    private static boolean speaksOfBounds(Expr expr) {
        var text = Formatter.format(expr);
        return text.contains("start()") || text.contains("end()") || text.contains("step()") || text.contains("range()");
    }
}
