package koboshi.promql;

import java.util.stream.LongStream;

/** How far before its moment an expression looks, in milliseconds. */
final class Reach {
    private final long lookback;
    private final Lengths lengths;

    /** @param step of the range query it is for, which durations may be computed from; zero for an instant query */
    Reach(Options options, long step) {
        this.lookback = options.lookback().toMillis();
        this.lengths = new Lengths(0, 0, step);
    }

    long of(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> 0;
            case Expr.Paren paren -> of(paren.inner());
            case Expr.Unary unary -> of(unary.inner());
            case Expr.Binary binary -> Math.max(of(binary.left()), of(binary.right()));
            case Expr.Aggregate aggregate -> Math.max(of(aggregate.inner()), aggregate.parameter() == null ? 0 : of(aggregate.parameter()));
            case Expr.Call call -> call.arguments().stream().flatMapToLong(argument -> LongStream.of(of(argument))).max().orElse(0);
            case Expr.Selector selector -> shifted(lookback, selector.timing());
            case Expr.Range range -> shifted(lengths.millis(range.range()), range.selector().timing());
            case Expr.Subquery subquery -> subquery(subquery);
        };
    }

    private long subquery(Expr.Subquery subquery) {
        return shifted(lengths.millis(subquery.range()) + of(subquery.inner()), subquery.timing());
    }

    /** What is tied to a moment of its own does not move with the evaluation. */
    private long shifted(long millis, Timing timing) {
        return timing.anchor() == null ? Math.max(0, millis + lengths.millis(timing.offsetOrNone())) : 0;
    }
}
