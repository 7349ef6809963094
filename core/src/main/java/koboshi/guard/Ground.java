package koboshi.guard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import koboshi.promql.Aggregation;
import koboshi.promql.Expr;
import koboshi.promql.Operator;
import koboshi.promql.Query;
import koboshi.promql.Type;
import koboshi.series.Labels;
import koboshi.series.Matcher;

/**
 * What a condition judges, taken from the condition's own text: the same expression with everything let through that it holds back.
 *
 * <p>A condition such as {@code sum(rate(x[5m])) < 3} gives nothing when all is well, and nothing when there was no sample. Asking its left side tells one from the
 * other, and so on inwards:
 *
 * <ul>
 *   <li>a comparison with a constant judges its other side; with anything else, the difference of both, which is not a number where either is none;
 *   <li>{@code a and b} judges what {@code a} holds back, and of the rest what {@code b} can judge;
 *   <li>{@code a unless b} judges what {@code a} does: an exception that is nowhere recorded is none;
 *   <li>{@code a or b} judges both, each by itself;
 *   <li>{@code absent()} always has something to judge, under the labels it would fire with, and {@code topk()} all it chooses from.
 * </ul>
 */
final class Ground {
    private static final Set<Operator> COMPARISONS =
            EnumSet.of(Operator.EQUAL, Operator.DIFFERENT, Operator.GREATER, Operator.LESS, Operator.AT_LEAST, Operator.AT_MOST);
    private static final Set<Aggregation> CHOICES = EnumSet.of(Aggregation.TOPK, Aggregation.BOTTOMK, Aggregation.LIMITK, Aggregation.LIMIT_RATIO);
    private static final Set<String> ABSENCES = Set.of("absent", "absent_over_time");

    private final String text;

    private Ground(String text) {
        this.text = text;
    }

    /** @param query in the canonical spelling, which holds no comments */
    static List<String> of(Query query) {
        return new Ground(query.text()).alternatives(query.expr());
    }

    /** Whether anything in the expression is held back, so that its ground is another expression. */
    private static boolean holdsBack(Expr expr) {
        return switch (expr) {
            case Expr.Binary binary when compares(binary) -> true;
            case Expr.Binary binary when binary.operator() == Operator.AND || binary.operator() == Operator.UNLESS -> true;
            case Expr.Aggregate aggregate when CHOICES.contains(aggregate.operator()) -> true;
            case Expr.Call call when isAbsence(call) -> true;
            default -> parts(expr).stream().anyMatch(Ground::holdsBack);
        };
    }

    /** What is asked for where {@code absent()} stands; that of {@code absent_over_time()} has a window of its own. */
    static Stream<List<Matcher>> absences(Expr expr) {
        return all(expr).filter(part -> part instanceof Expr.Call call && isAbsence(call)).flatMap(call -> parts(call).stream())
                .flatMap(Ground::outsideOfRanges).distinct();
    }

    private static Stream<List<Matcher>> outsideOfRanges(Expr expr) {
        return switch (expr) {
            case Expr.Selector selector -> Stream.of(selector.matchers());
            case Expr.Range _ -> Stream.empty();
            default -> parts(expr).stream().flatMap(Ground::outsideOfRanges);
        };
    }

    /** The expressions right below one. */
    static List<Expr> parts(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.Selector _ -> List.of();
            case Expr.Paren paren -> List.of(paren.inner());
            case Expr.Unary unary -> List.of(unary.inner());
            case Expr.Binary binary -> List.of(binary.left(), binary.right());
            case Expr.Aggregate aggregate -> aggregate.parameter() == null ? List.of(aggregate.inner()) : List.of(aggregate.parameter(), aggregate.inner());
            case Expr.Call call -> call.arguments();
            case Expr.Range range -> List.of(range.selector());
            case Expr.Subquery subquery -> List.of(subquery.inner());
        };
    }

    /** The expression and everything below it. */
    static Stream<Expr> all(Expr expr) {
        return Stream.concat(Stream.of(expr), parts(expr).stream().flatMap(Ground::all));
    }

    static boolean isAbsence(Expr.Call call) {
        return ABSENCES.contains(call.function().name());
    }

    static boolean compares(Expr.Binary binary) {
        return COMPARISONS.contains(binary.operator()) && !binary.bool() && binary.type() == Type.VECTOR;
    }

    private List<String> alternatives(Expr expr) {
        var bare = expr.unwrapped();
        if (bare instanceof Expr.Binary binary && binary.operator() == Operator.OR && holdsBack(binary.left()) && holdsBack(binary.right())) {
            var both = new ArrayList<>(alternatives(binary.left()));
            both.addAll(alternatives(binary.right()));
            return both;
        }
        return List.of(of(bare));
    }

    private String of(Expr expr) {
        if (!holdsBack(expr)) {
            return written(expr);
        }
        return switch (expr) {
            case Expr.Binary binary when compares(binary) -> judged(binary);
            case Expr.Binary binary when binary.operator() == Operator.AND -> "((" + of(binary.left()) + ") unless (" + written(binary.left()) + ") or ("
                    + of(binary.left()) + ") " + between(binary) + " (" + of(binary.right()) + "))";
            case Expr.Binary binary when binary.operator() == Operator.UNLESS -> "(" + of(binary.left()) + ")";
            case Expr.Aggregate aggregate when CHOICES.contains(aggregate.operator()) -> "(" + of(aggregate.inner()) + ")";
            case Expr.Call call when isAbsence(call) -> labelled(call.arguments().getFirst().unwrapped().labelsWhereAbsent());
            default -> withPartsReplaced(expr);
        };
    }

    private static String labelled(Labels labels) {
        var text = "vector(1)";
        for (var label : labels.asMap().entrySet()) {
            text = "label_replace(" + text + ", " + Query.quoted(label.getKey()) + ", " + Query.quoted(label.getValue().replace("$", "$$")) + ", \"\", \"\")";
        }
        return text;
    }

    private String judged(Expr.Binary binary) {
        if (isConstant(binary.right())) {
            return "(" + of(binary.left()) + ")";
        }
        if (isConstant(binary.left())) {
            return "(" + of(binary.right()) + ")";
        }
        var matching = between(binary).substring(binary.operator().symbol().length());
        return "((" + of(binary.left()) + ") -" + matching + " (" + of(binary.right()) + "))";
    }

    private static boolean isConstant(Expr expr) {
        return expr.type() == Type.SCALAR && all(expr).noneMatch(Expr.Selector.class::isInstance);
    }

    private String written(Expr expr) {
        return text.substring(expr.at().start(), expr.at().end());
    }

    /** The operator and its modifiers, as they stand between the two sides. */
    private String between(Expr.Binary binary) {
        return text.substring(binary.left().at().end(), binary.right().at().start()).strip();
    }

    private String withPartsReplaced(Expr expr) {
        var replaced = new StringBuilder(written(expr));
        int start = expr.at().start();
        parts(expr).stream().filter(Ground::holdsBack).sorted(Comparator.comparingInt((Expr part) -> part.at().start()).reversed())
                .forEach(part -> replaced.replace(part.at().start() - start, part.at().end() - start, of(part)));
        return replaced.toString();
    }
}
