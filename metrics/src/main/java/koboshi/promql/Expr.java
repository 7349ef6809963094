package koboshi.promql;

import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import koboshi.series.Labels;
import koboshi.series.Matcher;

/** A parsed expression; each part knows where it stands in the text. */
public sealed interface Expr {
    Span at();

    Type type();

    /** @param duration written as a duration, its value being seconds */
    record NumberLiteral(double value, boolean duration, Span at) implements Expr {
        @Override
        public Type type() {
            return Type.SCALAR;
        }
    }

    record StringLiteral(String value, Span at) implements Expr {
        @Override
        public Type type() {
            return Type.STRING;
        }
    }

    record Paren(Expr inner, Span at) implements Expr {
        @Override
        public Type type() {
            return inner.type();
        }
    }

    record Unary(boolean minus, Expr inner, Span at) implements Expr {
        @Override
        public Type type() {
            return inner.type();
        }
    }

    /**
     * @param bool whether a comparison gives 0 and 1 instead of filtering
     * @param matching null unless both sides are vectors
     */
    record Binary(Operator operator, Expr left, Expr right, boolean bool, Matching matching, Span at) implements Expr {
        @Override
        public Type type() {
            return left.type() == Type.SCALAR && right.type() == Type.SCALAR ? Type.SCALAR : Type.VECTOR;
        }
    }

    /** @param parameter null where the aggregation takes none */
    record Aggregate(Aggregation operator, Expr inner, Expr parameter, List<String> grouping, boolean without, Span at) implements Expr {
        @Override
        public Type type() {
            return Type.VECTOR;
        }
    }

    record Call(Function function, List<Expr> arguments, Span at) implements Expr {
        @Override
        public Type type() {
            return function.returns();
        }
    }

    /** @param name the metric's name where it was written before the braces, else empty */
    record Selector(String name, List<Matcher> matchers, Timing timing, Span at) implements Expr {
        @Override
        public Type type() {
            return Type.VECTOR;
        }
    }

    record Range(Selector selector, Length range, Span at) implements Expr {
        @Override
        public Type type() {
            return Type.MATRIX;
        }
    }

    /** @param step null for the default */
    record Subquery(Expr inner, Length range, Length step, Timing timing, Span at) implements Expr {
        @Override
        public Type type() {
            return Type.MATRIX;
        }
    }

    /** The expression without the parentheses around it. */
    default Expr unwrapped() {
        var expr = this;
        while (expr instanceof Paren paren) {
            expr = paren.inner();
        }
        return expr;
    }

    /** What {@code absent()} of it bears: the labels asked for by value, unless one is asked about twice. */
    default Labels labelsWhereAbsent() {
        var matchers = switch (this) {
            case Selector selector -> selector.matchers();
            case Range range -> range.selector().matchers();
            default -> List.<Matcher>of();
        };
        var sure = new TreeMap<String, String>();
        var seen = new HashSet<String>();
        for (var matcher : matchers) {
            if (!seen.add(matcher.label())) {
                sure.remove(matcher.label());
            } else if (matcher.equal() && !matcher.label().equals(Labels.NAME)) {
                sure.put(matcher.label(), matcher.value());
            }
        }
        return Labels.of(sure);
    }
}
