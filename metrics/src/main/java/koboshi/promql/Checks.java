package koboshi.promql;

import java.util.List;
import koboshi.promql.Matching.Cardinality;

/**
 * Builds the parts of an expression and finds what has no meaning.
 *
 * <p>That is kept until the whole text has been read, since a text that is not even well formed should hear so first.
 */
final class Checks {
    private final Tokens tokens;
    private final Options options;
    private ParseError first;

    Checks(Tokens tokens, Options options) {
        this.tokens = tokens;
        this.options = options;
    }

    /** Notes an error to be thrown at the end, unless there is one already. */
    void later(Span at, String reason) {
        first = first == null ? tokens.fail(at, reason) : first;
    }

    /** @throws ParseError the first that was noted */
    void settle() {
        if (first != null) {
            throw first;
        }
    }

    Expr selector(Expr.Selector selector) {
        if (selector.matchers().stream().allMatch(matcher -> matcher.accepts(""))) {
            later(selector.at(), "vector selector must contain at least one non-empty matcher");
        }
        return selector;
    }

    /** The same expression with other modifiers, reaching to where those end. */
    Expr timed(Expr expr, Timing timing, Span end) {
        return switch (expr) {
            case Expr.Selector s -> new Expr.Selector(s.name(), s.matchers(), timing, s.at().to(end));
            case Expr.Range r -> new Expr.Range((Expr.Selector) timed(r.selector(), timing, r.selector().at()), r.range(), r.at().to(end));
            case Expr.Subquery s -> new Expr.Subquery(s.inner(), s.range(), s.step(), timing, s.at().to(end));
            default -> throw new IllegalArgumentException("no modifiers on " + expr);
        };
    }

    Expr unary(boolean minus, Expr inner, Span sign) {
        if (inner.type() != Type.SCALAR && inner.type() != Type.VECTOR) {
            later(sign, "unary expression only allowed on expressions of type scalar or instant vector, got " + Text.quoted(inner.type().words()));
        }
        if (inner instanceof Expr.NumberLiteral number) {
            return new Expr.NumberLiteral(minus ? -number.value() : number.value(), number.duration(), sign.to(number.at()));
        }
        return new Expr.Unary(minus, inner, sign.to(inner.at()));
    }

    /** @param matching null where none was written */
    Expr binary(Operator operator, Expr left, Expr right, boolean bool, Matching matching, Span sign) {
        var span = left.at().to(right.at());
        operand(left);
        operand(right);
        boolean scalars = left.type() == Type.SCALAR && right.type() == Type.SCALAR;
        if (operator.comparison() && !bool && scalars) {
            later(sign, "comparisons between scalars must use BOOL modifier");
        }
        if (operator.set() && (left.type() == Type.SCALAR || right.type() == Type.SCALAR)) {
            later(sign, "set operator " + Text.quoted(operator.symbol()) + " not allowed in binary scalar expression");
        }
        boolean vectors = left.type() == Type.VECTOR && right.type() == Type.VECTOR;
        return new Expr.Binary(operator, left, right, bool, vectors ? matching(operator, matching, span) : noMatching(matching, span), span);
    }

    private void operand(Expr expr) {
        if (expr.type() != Type.SCALAR && expr.type() != Type.VECTOR) {
            later(expr.at(), "binary expression must contain only scalar and instant vector types");
        }
    }

    private Matching noMatching(Matching matching, Span span) {
        if (matching != null && !(matching.labels().isEmpty() && matching.cardinality() == Cardinality.ONE_TO_ONE)) {
            later(span, "vector matching only allowed between instant vectors");
        }
        return null;
    }

    private Matching matching(Operator operator, Matching written, Span span) {
        var matching = written == null ? Matching.PLAIN : written;
        boolean grouped = matching.cardinality() != Cardinality.ONE_TO_ONE;
        if (operator.set() && grouped) {
            later(span, "no grouping allowed for " + Text.quoted(operator.symbol()) + " operation");
        }
        if (matching.on() && matching.include().stream().anyMatch(matching.labels()::contains)) {
            var label = matching.include().stream().filter(matching.labels()::contains).findFirst().orElseThrow();
            later(span, "label " + Text.quoted(label) + " must not occur in ON and GROUP clause at once");
        }
        return operator.set() ? matching.with(Cardinality.MANY_TO_MANY) : matching;
    }

    Expr aggregate(Aggregation operator, List<Expr> arguments, List<String> grouping, boolean without, Span at) {
        if (operator.experimental() && !options.experimentalFunctions()) {
            throw tokens.fail(at, operator.symbol() + "() is experimental and must be enabled with --enable-feature=promql-experimental-functions");
        }
        if (arguments.isEmpty()) {
            throw tokens.fail(at, "no arguments for aggregate expression provided");
        }
        int wanted = operator.parameter() == null ? 1 : 2;
        if (arguments.size() != wanted) {
            throw tokens.fail(at, "wrong number of arguments for aggregate expression provided, expected " + wanted + ", got " + arguments.size());
        }
        typed(arguments.getLast(), Type.VECTOR, "aggregation expression");
        if (wanted == 2) {
            typed(arguments.getFirst(), operator.parameter(), "aggregation parameter");
        }
        return new Expr.Aggregate(operator, arguments.getLast(), wanted == 2 ? arguments.getFirst() : null, grouping, without, at);
    }

    Expr call(Function function, List<Expr> arguments, Span word, Span end) {
        int given = arguments.size();
        if (function.variadic() == 0 && given != function.least()) {
            count(function, "expected " + function.least(), given, word);
        } else if (given < function.least()) {
            count(function, "expected at least " + function.least(), given, word);
        } else if (given > function.most()) {
            count(function, "expected at most " + function.most(), given, word);
        }
        for (int i = 0; i < given && i < function.most(); i++) {
            typed(arguments.get(i), function.argument(i), "call to function " + Text.quoted(function.name()));
        }
        return new Expr.Call(function, List.copyOf(arguments), word.to(end));
    }

    private void count(Function function, String expected, int given, Span at) {
        later(at, expected + " argument(s) in call to " + Text.quoted(function.name()) + ", got " + given);
    }

    private void typed(Expr expr, Type wanted, String context) {
        if (expr.type() != wanted) {
            later(expr.at(), "expected type " + wanted.words() + " in " + context + ", got " + expr.type().words());
        }
    }
}
