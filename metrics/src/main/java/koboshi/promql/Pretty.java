package koboshi.promql;

import java.util.stream.Collectors;

/** Writes an expression over several lines where one would be too long, indented as Prometheus does. */
final class Pretty {
    private static final int LONGEST_LINE = 100;

    private Pretty() {}

    static String format(Expr expr, int level) {
        var indent = "  ".repeat(level);
        var line = Formatter.format(expr);
        if (expr instanceof Expr.Unary unary) {
            return indent + (unary.minus() ? "-" : "+") + format(unary.inner(), level).strip();
        }
        if (line.length() <= LONGEST_LINE) {
            return indent + line;
        }
        return switch (expr) {
            case Expr.Aggregate aggregate -> indent + Formatter.head(aggregate) + "(\n" + parameter(aggregate, level + 1) + format(aggregate.inner(), level + 1) + "\n" + indent + ")";
            case Expr.Binary binary -> format(binary.left(), level + 1) + "\n" + indent + Formatter.operator(binary) + "\n" + format(binary.right(), level + 1);
            case Expr.Call call -> indent + call.function().name() + "(\n" + arguments(call, level + 1) + "\n" + indent + ")";
            case Expr.Paren paren -> indent + "(\n" + format(paren.inner(), level + 1) + "\n" + indent + ")";
            case Expr.Subquery subquery -> format(subquery.inner(), level) + Formatter.suffix(subquery);
            case Expr.Selector _, Expr.Range _, Expr.NumberLiteral _, Expr.StringLiteral _, Expr.Unary _ -> indent + line;
        };
    }

    private static String parameter(Expr.Aggregate aggregate, int level) {
        return aggregate.parameter() == null ? "" : format(aggregate.parameter(), level) + ",\n";
    }

    private static String arguments(Expr.Call call, int level) {
        return call.arguments().stream().map(argument -> format(argument, level)).collect(Collectors.joining(",\n"));
    }
}
