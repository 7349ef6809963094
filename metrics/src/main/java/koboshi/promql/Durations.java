package koboshi.promql;

import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import koboshi.promql.Token.Kind;

/** Reads numbers and durations, and (experimental) arithmetic over them where a duration stands. */
final class Durations {
    /** Longest first, each at most once, as Prometheus wants them. */
    private static final Pattern FORM = Pattern.compile("(?:\\d+y)?(?:\\d+w)?(?:\\d+d)?(?:\\d+h)?(?:\\d+m(?!s))?(?:\\d+s)?(?:\\d+ms)?");
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|[smhdwy])");
    private static final Map<String, Long> UNITS = Map.of(
            "ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L, "w", 604_800_000L, "y", 31_536_000_000L);
    /** What fits a count of nanoseconds: the longest duration Prometheus can hold. */
    private static final double MAX_MILLIS = Long.MAX_VALUE / 1e6;

    private final Tokens tokens;
    private final Options options;

    Durations(Tokens tokens, Options options) {
        this.tokens = tokens;
        this.options = options;
    }

    static double number(Tokens tokens, Token token) {
        var text = token.text().replace("_", "");
        try {
            if (text.startsWith("0x") || text.startsWith("0X")) {
                return Long.parseLong(text.substring(2), 16);
            }
            if (text.matches("0[0-7]+")) {
                return Long.parseLong(text, 8);
            }
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "inf" -> Double.POSITIVE_INFINITY;
                case "nan" -> Double.NaN;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException _) {
            throw tokens.fail(token.at(), "error parsing number: " + Text.quoted(token.text()) + " is out of range");
        }
    }

    /**
     * A duration by itself, a bare number being seconds.
     *
     * @throws ParseError if it is none
     */
    static long millis(String text) {
        var tokens = new Tokens(text);
        var length = new Durations(tokens, Options.standard()).offset();
        tokens.expect(Kind.END, "duration", "");
        return ((Length.Known) length).millis();
    }

    static long millis(Tokens tokens, Token token) {
        if (!FORM.matcher(token.text()).matches()) {
            throw tokens.fail(token.at(), "not a valid duration string: " + Text.quoted(token.text()));
        }
        double millis = 0;
        var parts = PART.matcher(token.text());
        while (parts.find()) {
            millis += Double.parseDouble(parts.group(1)) * UNITS.get(parts.group(2));
        }
        if (millis > MAX_MILLIS) {
            throw tokens.fail(token.at(), "duration out of range");
        }
        return (long) millis;
    }

    /** A duration that must be above zero. */
    Length range(String context) {
        var at = tokens.peek().at();
        var length = length(context);
        if (length instanceof Length.Known known && known.millis() <= 0) {
            throw tokens.fail(at, "duration must be greater than 0");
        }
        return length;
    }

    /** A duration of either sign. */
    Length offset() {
        boolean minus = tokens.atOperator("-");
        if (minus || tokens.atOperator("+")) {
            tokens.next();
        }
        return switch (single("offset")) {
            case Expr.NumberLiteral literal -> known(literal, minus ? -1 : 1);
            case Expr computed -> new Length.Computed(minus ? new Expr.Unary(true, computed, computed.at()) : computed);
        };
    }

    private Length length(String context) {
        return switch (arithmetic(context, 0)) {
            case Expr.NumberLiteral literal -> known(literal, 1);
            case Expr computed -> new Length.Computed(computed);
        };
    }

    private Length known(Expr.NumberLiteral literal, int sign) {
        double millis = literal.value() * 1000;
        if (!(Math.abs(millis) < MAX_MILLIS)) {
            throw tokens.fail(literal.at(), "duration out of range");
        }
        return new Length.Known(sign * Math.round(millis));
    }

    private Expr arithmetic(String context, int strength) {
        var left = operand(context);
        for (var operator = Operator.of(tokens.peek()); operator.isPresent() && operator.get().strength() > Math.max(strength, Operator.AT_MOST.strength());
                operator = Operator.of(tokens.peek())) {
            experimental();
            tokens.next();
            var right = arithmetic(context, operator.get().rightAssociative() ? operator.get().strength() - 1 : operator.get().strength());
            left = new Expr.Binary(operator.get(), left, right, false, null, left.at().to(right.at()));
        }
        return left;
    }

    private Expr operand(String context) {
        var sign = tokens.peek();
        boolean minus = tokens.atOperator("-");
        if (minus || tokens.atOperator("+")) {
            tokens.next();
            var inner = single(context);
            return inner instanceof Expr.NumberLiteral number && minus
                    ? new Expr.NumberLiteral(-number.value(), number.duration(), sign.at().to(number.at()))
                    : new Expr.Unary(minus, inner, sign.at().to(inner.at()));
        }
        return single(context);
    }

    private Expr single(String context) {
        var token = tokens.peek();
        return switch (token.kind()) {
            case NUMBER -> new Expr.NumberLiteral(number(tokens, tokens.next()), false, token.at());
            case DURATION -> new Expr.NumberLiteral(millis(tokens, tokens.next()) / 1000.0, true, token.at());
            case LEFT_PAREN -> paren(context);
            case IDENTIFIER, AGGREGATION, KEYWORD -> call(context);
            default -> throw tokens.unexpected(context, "number, duration");
        };
    }

    private Expr paren(String context) {
        experimental();
        var open = tokens.next();
        var inner = arithmetic(context, 0);
        tokens.expect(Kind.RIGHT_PAREN, context, "\")\"");
        return new Expr.Paren(inner, open.at().to(tokens.last()));
    }

    private Expr call(String context) {
        var word = tokens.peek();
        var name = word.text().equals("min") || word.text().equals("max") ? word.text() + "_of" : word.text();
        var function = Function.named(name).filter(f -> f.experimental() && f.returns() == Type.SCALAR);
        if (function.isEmpty() || !tokens.peekSecond().is(Kind.LEFT_PAREN)) {
            throw tokens.unexpected(context, "number, duration");
        }
        experimental();
        tokens.next();
        tokens.next();
        var arguments = new ArrayList<Expr>();
        while (!tokens.take(Kind.RIGHT_PAREN)) {
            arguments.add(arithmetic(context, 0));
            if (!tokens.peek().is(Kind.RIGHT_PAREN)) {
                tokens.expect(Kind.COMMA, context, "\",\" or \")\"");
            }
        }
        if (arguments.size() != function.get().arguments().size()) {
            throw tokens.fail(word.at(), "wrong number of arguments in call to " + Text.quoted(word.text()));
        }
        return new Expr.Call(function.get(), arguments, word.at().to(tokens.last()));
    }

    private void experimental() {
        if (!options.durationExpressions()) {
            throw tokens.fail(tokens.peek().at(), "experimental duration expression is not enabled");
        }
    }
}
