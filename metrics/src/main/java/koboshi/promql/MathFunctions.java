package koboshi.promql;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** The functions of one number. */
final class MathFunctions {
    private static final Map<String, DoubleUnaryOperator> ALL = Map.ofEntries(
            Map.entry("abs", Math::abs),
            Map.entry("ceil", Math::ceil),
            Map.entry("floor", Math::floor),
            Map.entry("exp", Math::exp),
            Map.entry("sqrt", Math::sqrt),
            Map.entry("ln", Math::log),
            Map.entry("log2", MathFunctions::log2),
            Map.entry("log10", Math::log10),
            Map.entry("sin", Math::sin),
            Map.entry("cos", Math::cos),
            Map.entry("tan", Math::tan),
            Map.entry("asin", Math::asin),
            Map.entry("acos", Math::acos),
            Map.entry("atan", Math::atan),
            Map.entry("sinh", Math::sinh),
            Map.entry("cosh", Math::cosh),
            Map.entry("tanh", Math::tanh),
            Map.entry("asinh", x -> Math.copySign(Math.log(Math.abs(x) + Math.sqrt(x * x + 1)), x)),
            Map.entry("acosh", x -> Math.log(x + Math.sqrt(x * x - 1))),
            Map.entry("atanh", x -> 0.5 * (Math.log1p(x) - Math.log1p(-x))),
            Map.entry("rad", x -> x * Math.PI / 180),
            Map.entry("deg", x -> x * 180 / Math.PI),
            Map.entry("sgn", x -> x < 0 ? -1 : x > 0 ? 1 : x));

    private MathFunctions() {}

    static boolean has(String name) {
        return ALL.containsKey(name);
    }

    static DoubleUnaryOperator named(String name) {
        return ALL.get(name);
    }

    /** Exact at the powers of two. */
    static double log2(double x) {
        if (x > 0 && x < Double.POSITIVE_INFINITY && x >= Double.MIN_NORMAL) {
            int exponent = Math.getExponent(x);
            return exponent + Math.log(Math.scalb(x, -exponent)) / Math.log(2);
        }
        return Math.log(x) / Math.log(2);
    }
}
