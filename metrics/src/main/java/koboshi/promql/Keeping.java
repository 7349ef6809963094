package koboshi.promql;

/** Tells expressions that make a result of every series they read, so that what they will hold is known from the number of series. */
final class Keeping {
    private Keeping() {}

    static boolean all(Expr expr) {
        return switch (expr) {
            case Expr.Selector _ -> true;
            case Expr.Range _ -> true;
            case Expr.Paren paren -> all(paren.inner());
            case Expr.Unary unary -> all(unary.inner());
            case Expr.Call call -> call(call);
            case Expr.Binary binary -> binary.matching() == null && !binary.operator().comparison() && (literal(binary.left()) || literal(binary.right()))
                    && (all(binary.left()) || all(binary.right()));
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.Aggregate _, Expr.Subquery _ -> false;
        };
    }

    private static boolean call(Expr.Call call) {
        boolean oneByOne = RangeFunctions.has(call.function().name()) || MathFunctions.has(call.function().name());
        return oneByOne && call.arguments().stream().allMatch(argument -> literal(argument) || all(argument));
    }

    private static boolean literal(Expr expr) {
        return expr.unwrapped() instanceof Expr.NumberLiteral;
    }
}
