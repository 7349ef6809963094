package koboshi.promql;

import koboshi.promql.Timing.Anchor;
import koboshi.promql.Token.Kind;

/** Reads what may follow an operand: a range, a subquery, an offset, a moment. */
final class ModifierParser {
    private final Tokens tokens;
    private final Durations durations;
    private final Checks checks;

    ModifierParser(Tokens tokens, Options options, Checks checks) {
        this.tokens = tokens;
        this.durations = new Durations(tokens, options);
        this.checks = checks;
    }

    Expr after(Expr operand) {
        var expr = operand;
        while (true) {
            if (tokens.peek().is(Kind.LEFT_BRACKET)) {
                expr = bracket(expr);
            } else if (tokens.takeKeyword("offset")) {
                expr = offset(expr);
            } else if (tokens.take(Kind.AT)) {
                expr = anchored(expr);
            } else {
                return expr;
            }
        }
    }

    private Expr bracket(Expr inner) {
        var open = tokens.next();
        var range = durations.range("subquery or range selector");
        if (tokens.take(Kind.RIGHT_BRACKET)) {
            return range(inner, range, open.at().to(tokens.last()));
        }
        tokens.expect(Kind.COLON, "subquery or range", "\":\" or \"]\"");
        var step = tokens.peek().is(Kind.RIGHT_BRACKET) ? null : durations.range("subquery selector");
        tokens.expect(Kind.RIGHT_BRACKET, "subquery selector", "\"]\"");
        if (inner.type() != Type.VECTOR) {
            checks.later(inner.at(), "subquery is only allowed on instant vector, got " + inner.type().words() + " instead");
        }
        return new Expr.Subquery(inner, range, step, Timing.PLAIN, inner.at().to(tokens.last()));
    }

    private Expr range(Expr inner, Length range, Span bracket) {
        if (!(inner instanceof Expr.Selector selector)) {
            throw tokens.fail(bracket, "ranges only allowed for vector selectors");
        }
        if (selector.timing().offset() != null) {
            throw tokens.fail(bracket, "no offset modifiers allowed before range");
        }
        if (selector.timing().anchor() != null) {
            throw tokens.fail(bracket, "no @ modifiers allowed before range");
        }
        return new Expr.Range(selector, range, inner.at().to(bracket));
    }

    private Expr offset(Expr expr) {
        var before = timing(expr, "offset");
        var offset = durations.offset();
        if (before.offset() != null) {
            throw tokens.fail(expr.at(), "offset may not be set multiple times");
        }
        return checks.timed(expr, new Timing(offset, before.anchor()), tokens.last());
    }

    private Expr anchored(Expr expr) {
        var before = timing(expr, "@");
        var anchor = anchor();
        if (before.anchor() != null) {
            throw tokens.fail(expr.at(), "@ <timestamp> may not be set multiple times");
        }
        return checks.timed(expr, new Timing(before.offset(), anchor), tokens.last());
    }

    private Timing timing(Expr expr, String modifier) {
        return switch (expr) {
            case Expr.Selector selector -> selector.timing();
            case Expr.Range range -> range.selector().timing();
            case Expr.Subquery subquery -> subquery.timing();
            default -> throw tokens.fail(expr.at(), modifier + " modifier must be preceded by an instant vector selector or range vector selector or a subquery");
        };
    }

    private Anchor anchor() {
        var token = tokens.peek();
        if (token.isKeyword("start") || token.isKeyword("end")) {
            tokens.next();
            tokens.expect(Kind.LEFT_PAREN, "@", "\"(\"");
            tokens.expect(Kind.RIGHT_PAREN, "@", "\")\"");
            return token.isKeyword("start") ? new Anchor.Start() : new Anchor.End();
        }
        boolean minus = tokens.takeOperator("-");
        if (!minus) {
            tokens.takeOperator("+");
        }
        var number = tokens.peek();
        if (!number.is(Kind.NUMBER) && !number.is(Kind.DURATION)) {
            throw tokens.unexpected("@", "timestamp");
        }
        double seconds = number.is(Kind.DURATION) ? Durations.millis(tokens, tokens.next()) / 1000.0 : Durations.number(tokens, tokens.next());
        return new Anchor.Moment(moment(minus ? -seconds : seconds, number.at()));
    }

    private long moment(double seconds, Span at) {
        if (!(Math.abs(seconds) * 1000 < Long.MAX_VALUE / 4)) {
            throw tokens.fail(at, "timestamp out of bounds for @ modifier: " + Text.shortest(seconds));
        }
        return Math.round(seconds * 1000);
    }
}
