package koboshi.http;

import java.util.List;
import java.util.Locale;
import koboshi.promql.Expr;
import koboshi.promql.Length;
import koboshi.promql.Matching;
import koboshi.promql.Query;
import koboshi.promql.Timing;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import tools.jackson.databind.node.ObjectNode;

/** A query as a tree of its parts, spelt as Prometheus's API does: what explainers and query builders draw. */
final class SyntaxShape {
    private SyntaxShape() {}

    static ObjectNode of(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral number -> node("numberLiteral").put("val", Query.number(number.value()));
            case Expr.StringLiteral string -> node("stringLiteral").put("val", string.value());
            case Expr.Paren paren -> with(node("parenExpr"), "expr", paren.inner());
            case Expr.Unary unary -> with(node("unaryExpr"), "expr", unary.inner()).put("op", unary.minus() ? "-" : "+");
            case Expr.Binary binary -> binary(binary);
            case Expr.Aggregate aggregate -> aggregate(aggregate);
            case Expr.Call call -> call(call);
            case Expr.Selector selector -> selector(node("vectorSelector"), selector);
            case Expr.Range range -> length(selector(node("matrixSelector"), range.selector()), "range", range.range());
            case Expr.Subquery subquery -> subquery(subquery);
        };
    }

    private static ObjectNode node(String type) {
        return Json.object().put("type", type);
    }

    private static ObjectNode with(ObjectNode node, String name, Expr expr) {
        node.set(name, expr == null ? null : of(expr));
        return node;
    }

    private static ObjectNode binary(Expr.Binary binary) {
        var node = node("binaryExpr").put("op", binary.operator().symbol()).put("bool", binary.bool());
        with(with(node, "lhs", binary.left()), "rhs", binary.right());
        if (binary.matching() == null) {
            return node.putNull("matching");
        }
        matching(node.putObject("matching"), binary.matching());
        return node;
    }

    private static void matching(ObjectNode node, Matching matching) {
        node.put("card", matching.cardinality().name().toLowerCase(Locale.ROOT).replace('_', '-')).put("on", matching.on());
        texts(node, "labels", matching.labels());
        texts(node, "include", matching.include());
    }

    private static ObjectNode texts(ObjectNode node, String name, List<String> texts) {
        var array = node.putArray(name);
        texts.forEach(array::add);
        return node;
    }

    private static ObjectNode aggregate(Expr.Aggregate aggregate) {
        var node = node("aggregation").put("op", aggregate.operator().symbol()).put("without", aggregate.without());
        return texts(with(with(node, "expr", aggregate.inner()), "param", aggregate.parameter()), "grouping", aggregate.grouping());
    }

    private static ObjectNode call(Expr.Call call) {
        var node = node("call");
        var function = call.function();
        var shape = node.putObject("func").put("name", function.name()).put("variadic", function.variadic()).put("returnType", function.returns().code());
        texts(shape, "argTypes", function.arguments().stream().map(type -> type.code()).toList());
        var arguments = node.putArray("args");
        call.arguments().forEach(argument -> arguments.add(of(argument)));
        return node;
    }

    private static ObjectNode subquery(Expr.Subquery subquery) {
        var node = with(node("subquery"), "expr", subquery.inner());
        length(length(node, "range", subquery.range()), "step", subquery.step() == null ? Length.NONE : subquery.step());
        return timing(node, subquery.timing());
    }

    private static ObjectNode selector(ObjectNode node, Expr.Selector selector) {
        node.put("name", selector.name().isEmpty() ? name(selector.matchers()) : selector.name());
        var matchers = node.putArray("matchers");
        selector.matchers().forEach(matcher ->
                matchers.addObject().put("name", matcher.label()).put("value", matcher.value()).put("type", matcher.kind().sign()));
        return timing(node, selector.timing());
    }

    private static String name(List<Matcher> matchers) {
        return matchers.stream().filter(matcher -> matcher.label().equals(Labels.NAME) && matcher.equal()).map(Matcher::value).findFirst().orElse("");
    }

    private static ObjectNode timing(ObjectNode node, Timing timing) {
        length(node, "offset", timing.offset() == null ? Length.NONE : timing.offset());
        node.putNull("timestamp").putNull("startOrEnd");
        return switch (timing.anchor()) {
            case null -> node;
            case Timing.Anchor.Moment(long millis) -> node.put("timestamp", millis);
            case Timing.Anchor.Start() -> node.put("startOrEnd", "start");
            case Timing.Anchor.End() -> node.put("startOrEnd", "end");
        };
    }

    /** In milliseconds, or as the expression it is computed from. */
    private static ObjectNode length(ObjectNode node, String name, Length length) {
        return switch (length) {
            case Length.Known(long millis) -> node.put(name, millis);
            case Length.Computed(Expr seconds) -> with(node.put(name, 0), name + "Expr", seconds);
        };
    }
}
