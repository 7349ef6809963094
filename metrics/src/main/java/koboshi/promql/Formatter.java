package koboshi.promql;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import koboshi.promql.Matching.Cardinality;
import koboshi.promql.Timing.Anchor;
import koboshi.series.Labels;
import koboshi.series.Matcher;

/** Writes an expression back as text that parses to the same expression. */
final class Formatter {
    private static final Pattern PLAIN_LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern PLAIN_METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private Formatter() {}

    static String format(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral number -> number.duration() ? duration(Math.round(number.value() * 1000)) : Text.plain(number.value());
            case Expr.StringLiteral string -> Text.quoted(string.value());
            case Expr.Paren paren -> "(" + format(paren.inner()) + ")";
            case Expr.Unary unary -> (unary.minus() ? "-" : "+") + format(unary.inner());
            case Expr.Binary binary -> binary(binary);
            case Expr.Aggregate aggregate -> aggregate(aggregate);
            case Expr.Call call -> call.function().name() + "(" + call.arguments().stream().map(Formatter::format).collect(Collectors.joining(", ")) + ")";
            case Expr.Selector selector -> selector(selector) + timing(selector.timing());
            case Expr.Range range -> selector(range.selector()) + "[" + length(range.range()) + "]" + timing(range.selector().timing());
            case Expr.Subquery subquery -> subquery(subquery);
        };
    }

    private static String subquery(Expr.Subquery subquery) {
        return format(subquery.inner()) + suffix(subquery);
    }

    static String suffix(Expr.Subquery subquery) {
        var step = subquery.step() == null ? "" : length(subquery.step());
        return "[" + length(subquery.range()) + ":" + step + "]" + timing(subquery.timing());
    }

    private static String binary(Expr.Binary binary) {
        return format(binary.left()) + " " + operator(binary) + " " + format(binary.right());
    }

    static String operator(Expr.Binary binary) {
        var bool = binary.bool() ? " bool" : "";
        var matching = binary.matching() == null ? "" : matching(binary.matching());
        return binary.operator().symbol() + bool + matching;
    }

    private static String matching(Matching matching) {
        boolean grouped = matching.cardinality() == Cardinality.MANY_TO_ONE || matching.cardinality() == Cardinality.ONE_TO_MANY;
        if (!matching.on() && matching.labels().isEmpty() && !grouped) {
            return "";
        }
        var text = (matching.on() ? " on (" : " ignoring (") + labels(matching.labels()) + ")";
        if (!grouped) {
            return text;
        }
        return text + (matching.cardinality() == Cardinality.MANY_TO_ONE ? " group_left (" : " group_right (") + labels(matching.include()) + ")";
    }

    /** The operator and what it groups by. */
    static String head(Expr.Aggregate aggregate) {
        var grouping = aggregate.without() || !aggregate.grouping().isEmpty()
                ? (aggregate.without() ? " without (" : " by (") + labels(aggregate.grouping()) + ") "
                : "";
        return aggregate.operator().symbol() + grouping;
    }

    private static String aggregate(Expr.Aggregate aggregate) {
        var parameter = aggregate.parameter() == null ? "" : format(aggregate.parameter()) + ", ";
        return head(aggregate) + "(" + parameter + format(aggregate.inner()) + ")";
    }

    private static String labels(List<String> labels) {
        return labels.stream().map(Formatter::label).collect(Collectors.joining(", "));
    }

    private static String label(String label) {
        return PLAIN_LABEL.matcher(label).matches() ? label : Text.quoted(label);
    }

    private static String selector(Expr.Selector selector) {
        var matchers = selector.matchers().stream()
                .filter(matcher -> selector.name().isEmpty() || !matcher.label().equals(Labels.NAME))
                .map(Formatter::matcher)
                .collect(Collectors.joining(","));
        return selector.name() + (matchers.isEmpty() ? "" : "{" + matchers + "}");
    }

    private static String matcher(Matcher matcher) {
        boolean odd = matcher.label().equals(Labels.NAME) && matcher.equal() && !PLAIN_METRIC.matcher(matcher.value()).matches();
        return odd && !matcher.value().isEmpty() ? Text.quoted(matcher.value()) : label(matcher.label()) + matcher.kind().sign() + Text.quoted(matcher.value());
    }

    private static String timing(Timing timing) {
        var anchor = timing.anchor() == null ? "" : " @ " + anchor(timing.anchor());
        return anchor + (timing.offset() == null ? "" : " offset " + offset(timing.offset()));
    }

    private static String anchor(Anchor anchor) {
        return switch (anchor) {
            case Anchor.Moment(long millis) -> Text.plain(millis / 1000.0);
            case Anchor.Start() -> "start()";
            case Anchor.End() -> "end()";
        };
    }

    private static String length(Length length) {
        return switch (length) {
            case Length.Known(long millis) -> duration(millis);
            case Length.Computed(Expr seconds) -> format(seconds);
        };
    }

    private static String offset(Length length) {
        return length instanceof Length.Computed(Expr seconds) && !(seconds instanceof Expr.Paren) ? "(" + format(seconds) + ")" : length(length);
    }

    /** In the units Prometheus writes: no weeks or years unless they divide it exactly. */
    static String duration(long millis) {
        if (millis == 0) {
            return "0s";
        }
        var text = new StringBuilder(millis < 0 ? "-" : "");
        long left = Math.abs(millis);
        left = whole(left, 31_536_000_000L, "y", text);
        left = whole(left, 604_800_000L, "w", text);
        left = part(left, 86_400_000L, "d", text);
        left = part(left, 3_600_000L, "h", text);
        left = part(left, 60_000L, "m", text);
        left = part(left, 1_000L, "s", text);
        part(left, 1, "ms", text);
        return text.toString();
    }

    private static long whole(long left, long unit, String name, StringBuilder text) {
        return left % unit == 0 ? part(left, unit, name, text) : left;
    }

    private static long part(long left, long unit, String name, StringBuilder text) {
        if (left >= unit) {
            text.append(left / unit).append(name);
        }
        return left % unit;
    }
}
