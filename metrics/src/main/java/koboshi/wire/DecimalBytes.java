package koboshi.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads numbers from bytes, as Go reads them but for its hexadecimal ones. */
final class DecimalBytes {
    /** A mantissa below it is a double exactly. */
    private static final long EXACT = 1L << 53;
    private static final int MOST_DIGITS = 18;
    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };
    private static final int LONGEST = 1100;
    /** More than three roundings can add up to. */
    private static final double DOUBT = 0x1p-50;

    private DecimalBytes() {}

    /** @throws NumberFormatException for anything else */
    static double read(byte[] bytes, int from, int to) {
        boolean negative = from < to && bytes[from] == '-';
        int start = negative || from < to && bytes[from] == '+' ? from + 1 : from;
        int at = start;
        long mantissa = 0;
        while (at < to && digit(bytes[at])) {
            mantissa = mantissa * 10 + bytes[at++] - '0';
        }
        int digits = at - start;
        int scale = 0;
        if (at < to && bytes[at] == '.') {
            int point = ++at;
            while (at < to && digit(bytes[at])) {
                mantissa = mantissa * 10 + bytes[at++] - '0';
            }
            scale = point - at;
            digits -= scale;
        }
        if (at < to && digits > 0 && (bytes[at] | 0x20) == 'e' && to - at <= 4) {
            int exponent = exponent(bytes, at + 1, to);
            scale += exponent;
            at = exponent == Integer.MIN_VALUE ? at : to;
        }
        boolean few = at == to && digits > 0 && Math.abs(scale) < TENS.length && (digits <= MOST_DIGITS || digits - zeros(bytes, start, to) <= MOST_DIGITS);
        double value = few ? scaled(mantissa, scale) : Double.NaN;
        if (Double.isNaN(value)) {
            return slowly(bytes, from, to);
        }
        return negative ? -value : value;
    }

    /** Zeros before the first digit that counts, on either side of the point. */
    private static int zeros(byte[] bytes, int start, int to) {
        int zeros = 0;
        for (int at = start; at < to && (bytes[at] == '0' || bytes[at] == '.'); at++) {
            zeros += bytes[at] == '0' ? 1 : 0;
        }
        return zeros;
    }

    /** One multiplication or division of two exact numbers rounds once, which is all that rounding asks for. */
    private static double scaled(long mantissa, int scale) {
        if (mantissa >= EXACT && scale != 0) {
            return scaled((double) mantissa, mantissa - (long) (double) mantissa, scale);
        }
        return scale < 0 ? mantissa / TENS[-scale] : mantissa * TENS[scale];
    }

    /**
     * Of a mantissa with more bits than a double has, given as its nearest double and the rest: what the rounded result lacks is found exactly but for its own last
     * bits. NaN where these decide how the result is rounded: once in a quadrillion times, and where it lies in the middle between two doubles.
     */
    private static double scaled(double mantissa, double rest, int scale) {
        double ten = TENS[Math.abs(scale)];
        double value = scale < 0 ? mantissa / ten : mantissa * ten;
        double lacks = scale < 0 ? (Math.fma(-value, ten, mantissa) + rest) / ten : Math.fma(rest, ten, Math.fma(mantissa, ten, -value));
        double less = value + lacks * (1 - DOUBT);
        return less == value + lacks * (1 + DOUBT) ? less : Double.NaN;
    }

    /** At most two digits, else no such exponent. */
    private static int exponent(byte[] bytes, int from, int to) {
        boolean signed = from < to && (bytes[from] == '-' || bytes[from] == '+');
        int at = signed ? from + 1 : from;
        int value = 0;
        for (int i = at; i < to; i++) {
            if (!digit(bytes[i])) {
                return Integer.MIN_VALUE;
            }
            value = value * 10 + bytes[i] - '0';
        }
        return at == to ? Integer.MIN_VALUE : signed && bytes[from] == '-' ? -value : value;
    }

    private static double slowly(byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            throw new NumberFormatException("too long");
        }
        var text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan", "+nan", "-nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> plain(text);
        };
    }

    /** Java reads more than we want to: hexadecimal numbers, blanks around, letters behind. */
    private static double plain(String text) {
        if (!text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.' || c == 'e' || c == 'E')) {
            throw new NumberFormatException("not a number");
        }
        return Double.parseDouble(text);
    }

    private static boolean digit(byte one) {
        return one >= '0' && one <= '9';
    }
}
