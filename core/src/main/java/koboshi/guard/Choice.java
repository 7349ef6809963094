package koboshi.guard;

import koboshi.promql.Expr;
import koboshi.promql.Operator;
import koboshi.promql.Query;
import koboshi.promql.Type;

/**
 * Whether an expression is a condition: it gives nothing while all is well, although there are samples.
 *
 * <p>A comparison chooses, and so does {@code absent()}; {@code or} only where both of its sides do, {@code and} where one does, {@code unless} where its left side
 * does; anything else where one of its parts does. {@code topk()} gives something whenever there is anything, and a scalar is never empty.
 */
final class Choice {
    private static final int SHOWN = 100;

    private final Query query;

    private Choice(Query query) {
        this.query = query;
    }

    /** @throws IllegalArgumentException naming what was expected, when it is none */
    static void refuseWhatIsNone(Query query) {
        if (query.type() != Type.VECTOR || !chooses(query.expr())) {
            throw new IllegalArgumentException(new Choice(query).trouble(query.expr().unwrapped()));
        }
    }

    private static boolean chooses(Expr expr) {
        return switch (expr) {
            case Expr.Binary binary when Ground.compares(binary) -> true;
            case Expr.Binary binary when binary.operator() == Operator.OR -> chooses(binary.left()) && chooses(binary.right());
            case Expr.Binary binary when binary.operator() == Operator.UNLESS -> chooses(binary.left());
            case Expr.Call call when Ground.isAbsence(call) -> true;
            default -> expr.type() != Type.SCALAR && Ground.parts(expr).stream().anyMatch(Choice::chooses);
        };
    }

    private String trouble(Expr expr) {
        return switch (expr) {
            case Expr.Binary either when either.operator() == Operator.OR && chooses(either.right()) != chooses(either.left()) -> half(either);
            case Expr.Binary except when except.operator() == Operator.UNLESS -> "it holds wherever there is no sample of " + shown(except.right())
                    + ", one that never was included; expected absent() of what must be there, or a comparison, as in (" + shown(except) + ") > 0";
            default -> "it holds whenever there is a sample; expected a condition such as sum(rate(x[5m])) < 3 or absent(x)";
        };
    }

    /** Comparisons bind closer than {@code or}: what was meant as a default stands beside the comparison, and always holds. */
    private String half(Expr.Binary either) {
        var always = chooses(either.left()) ? either.right() : either.left();
        return "it holds whenever there is a sample of " + shown(always) + ", for both sides of or must be conditions" + meant(either);
    }

    private String meant(Expr.Binary either) {
        boolean first = !chooses(either.left()) && either.right() instanceof Expr.Binary right && Ground.compares(right);
        boolean last = !chooses(either.right()) && either.left() instanceof Expr.Binary left && Ground.compares(left) && left.left().type() == Type.SCALAR;
        int from = last ? ((Expr.Binary) either.left()).right().at().start() : either.at().start();
        int to = first ? ((Expr.Binary) either.right()).left().at().end() : either.at().end();
        return first || last ? "; put brackets around " + cut(query.text().substring(from, to)) : "";
    }

    private String shown(Expr expr) {
        return cut(query.text().substring(expr.at().start(), expr.at().end()));
    }

    private static String cut(String written) {
        return written.length() <= SHOWN ? written : written.substring(0, SHOWN) + "...";
    }
}
