package koboshi.rule;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Writes numbers as Go does: correctly rounded from the exact binary value, an exponent of at least two digits. */
final class Numbers {
    /** With this precision the fewest digits are written that give the number back. */
    static final int SHORTEST = -1;

    private Numbers() {}

    /** As {@code %g} and {@code %v}: the fewest digits, with an exponent below 1e-4 and from 1e6 on. */
    static String plain(double value) {
        return general(value, SHORTEST);
    }

    /** {@code %f} */
    static String fixed(double value, int precision) {
        if (special(value)) {
            return word(value);
        }
        var exact = precision == SHORTEST ? shortest(value) : new BigDecimal(value).setScale(precision, RoundingMode.HALF_EVEN);
        return sign(value) + (precision == SHORTEST && exact.scale() < 0 ? exact.setScale(0) : exact).abs().toPlainString();
    }

    /** {@code %e} */
    static String scientific(double value, int precision) {
        if (special(value)) {
            return word(value);
        }
        if (value == 0) {
            return sign(value) + "0" + (precision > 0 ? "." + "0".repeat(precision) : "") + "e+00";
        }
        var digits = precision == SHORTEST ? shortest(value) : new BigDecimal(value).round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        return sign(value) + mantissa(digits.abs(), precision) + exponent(digits);
    }

    private static String mantissa(BigDecimal digits, int precision) {
        var unscaled = digits.unscaledValue().toString();
        var padded = unscaled + "0".repeat(Math.max(0, precision + 1 - unscaled.length()));
        return padded.length() == 1 ? padded : padded.charAt(0) + "." + padded.substring(1);
    }

    private static String exponent(BigDecimal digits) {
        int exponent = digits.precision() - digits.scale() - 1;
        return (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /** {@code %g}, the precision counting significant digits */
    static String general(double value, int precision) {
        if (special(value)) {
            return word(value);
        }
        if (value == 0) {
            return sign(value) + "0";
        }
        int wanted = precision == 0 ? 1 : precision;
        var digits = wanted == SHORTEST ? shortest(value) : stripped(new BigDecimal(value).round(new MathContext(wanted, RoundingMode.HALF_EVEN)));
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent < -4 || exponent >= threshold(wanted, digits)) {
            return sign(value) + mantissa(digits.abs(), SHORTEST) + exponent(digits);
        }
        return sign(value) + digits.abs().toPlainString();
    }

    /** From which exponent on one is written: a whole number that fits its digits is written out. */
    private static int threshold(int precision, BigDecimal digits) {
        if (precision == SHORTEST) {
            return 6;
        }
        int size = digits.precision();
        return precision > size && digits.scale() >= 0 ? size : precision;
    }

    private static BigDecimal shortest(double value) {
        return stripped(new BigDecimal(Double.toString(value)));
    }

    private static BigDecimal stripped(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    private static String sign(double value) {
        return value < 0 || 1 / value < 0 ? "-" : "";
    }

    private static boolean special(double value) {
        return Double.isNaN(value) || Double.isInfinite(value);
    }

    private static String word(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }
}
