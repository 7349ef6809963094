package koboshi.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.promql.Engine;
import koboshi.promql.Expr;
import koboshi.promql.Operator;
import koboshi.promql.Options;
import koboshi.promql.Query;
import koboshi.promql.Type;
import koboshi.promql.Value;
import koboshi.series.Source;

/** Takes a condition in PromQL apart into what can be drawn: each comparison's left side, with its right side as the line. */
final class Plots {
    private static final Source NOTHING = (_, _, _) -> List.of();

    private final String text;

    private Plots(String text) {
        this.text = text;
    }

    /** @throws koboshi.promql.ParseError where it is none */
    static List<Plot> of(String condition) {
        var query = Query.parse(condition, Options.standard());
        return new Plots(query.text()).plots(query.expr().unwrapped()).distinct().toList();
    }

    private Stream<Plot> plots(Expr expr) {
        if (expr instanceof Expr.Binary binary) {
            return switch (binary.operator()) {
                case OR, AND, UNLESS -> Stream.concat(plots(binary.left().unwrapped()), plots(binary.right().unwrapped()));
                case EQUAL, DIFFERENT, GREATER, LESS, AT_LEAST, AT_MOST -> compared(binary);
                case TRIM_UPPER, TRIM_LOWER, PLUS, MINUS, TIMES, DIVIDED, MODULO, ATAN2, POWER -> Stream.of(plot(expr));
            };
        }
        return Stream.of(plot(asked(expr)));
    }

    /** Whether something is absent is best seen by looking at it. */
    private static Expr asked(Expr expr) {
        if (!(expr instanceof Expr.Call call) || !call.function().name().startsWith("absent")) {
            return expr;
        }
        var inner = call.arguments().getFirst().unwrapped();
        return inner instanceof Expr.Range range ? range.selector() : inner.type() == Type.VECTOR ? inner : expr;
    }

    /** A side that is one number for ever is the line; what moves is drawn itself. */
    private Stream<Plot> compared(Expr.Binary binary) {
        var right = number(binary.right());
        if (right.isPresent()) {
            return Stream.of(plot(binary.left().unwrapped()).lined(binary.operator().symbol(), right.get()));
        }
        var left = number(binary.left());
        return left.isPresent()
                ? Stream.of(plot(binary.right().unwrapped()).lined(mirrored(binary.operator()), left.get()))
                : Stream.of(plot(binary.left().unwrapped()), plot(binary.right().unwrapped()));
    }

    private static String mirrored(Operator operator) {
        return switch (operator) {
            case GREATER -> "<";
            case LESS -> ">";
            case AT_LEAST -> "<=";
            case AT_MOST -> ">=";
            default -> operator.symbol();
        };
    }

    private Optional<Double> number(Expr side) {
        var now = value(side, Instant.EPOCH);
        return now.filter(Double::isFinite).filter(_ -> now.equals(value(side, Instant.EPOCH.plusSeconds(3600))));
    }

    private Optional<Double> value(Expr side, Instant at) {
        if (side.type() != Type.SCALAR) {
            return Optional.empty();
        }
        return new Engine(NOTHING, Options.standard()).instant(written(side), at).value() instanceof Value.Scalar(_, var number)
                ? Optional.of(number)
                : Optional.empty();
    }

    private Plot plot(Expr expr) {
        return Plot.of(written(expr));
    }

    private String written(Expr expr) {
        return text.substring(expr.at().start(), expr.at().end());
    }
}
