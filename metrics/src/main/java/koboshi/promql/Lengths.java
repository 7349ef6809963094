package koboshi.promql;

import koboshi.promql.Timing.Anchor;

/** Turns durations and moments as written into milliseconds, for one query's start, end and step. */
record Lengths(long start, long end, long step) {
    long millis(Length length) {
        return switch (length) {
            case Length.Known(long millis) -> millis;
            case Length.Computed(Expr seconds) -> computed(seconds);
        };
    }

    private long computed(Expr seconds) {
        double value = seconds(seconds);
        if (!(Math.abs(value) * 1000 < Long.MAX_VALUE / 1e6)) {
            throw new EvaluationError("duration is out of range: " + Text.shortest(value));
        }
        return Math.round(value * 1000);
    }

    /** A range or a step, which must be above zero. */
    long positive(Length length) {
        long millis = millis(length);
        if (millis <= 0) {
            throw new EvaluationError("duration must be greater than 0");
        }
        return millis;
    }

    /** The moment a selector looks from, or the given one where it names none. */
    long anchor(Timing timing, long otherwise) {
        return switch (timing.anchor()) {
            case null -> otherwise;
            case Anchor.Moment(long millis) -> millis;
            case Anchor.Start() -> start;
            case Anchor.End() -> end;
        };
    }

    private double seconds(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral number -> number.value();
            case Expr.Paren paren -> seconds(paren.inner());
            case Expr.Unary unary -> unary.minus() ? -seconds(unary.inner()) : seconds(unary.inner());
            case Expr.Binary binary -> Arithmetic.numbers(binary.operator(), seconds(binary.left()), seconds(binary.right()));
            case Expr.Call call -> named(call);
            default -> throw new IllegalArgumentException("not a duration: " + expr);
        };
    }

    private double named(Expr.Call call) {
        return switch (call.function().name()) {
            case "min_of" -> Math.min(seconds(call.arguments().get(0)), seconds(call.arguments().get(1)));
            case "max_of" -> Math.max(seconds(call.arguments().get(0)), seconds(call.arguments().get(1)));
            default -> constant(call.function().name());
        };
    }

    /** What step(), range(), start() and end() give, in seconds. */
    double constant(String name) {
        return switch (name) {
            case "step" -> step / 1000.0;
            case "range" -> (end - start) / 1000.0;
            case "start" -> start / 1000.0;
            case "end" -> end / 1000.0;
            default -> throw new IllegalArgumentException("no constant " + name);
        };
    }
}
