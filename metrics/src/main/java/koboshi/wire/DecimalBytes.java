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

    private DecimalBytes() {}

    /** @throws NumberFormatException for anything else */
    static double read(byte[] bytes, int from, int to) {
        boolean negative = from < to && bytes[from] == '-';
        int at = negative || from < to && bytes[from] == '+' ? from + 1 : from;
        int start = at;
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
        // One multiplication or division of two exact numbers rounds once, which is all that rounding asks for.
        boolean exact = at == to && digits > 0 && digits <= MOST_DIGITS && mantissa < EXACT && Math.abs(scale) < TENS.length;
        if (!exact) {
            return slowly(bytes, from, to);
        }
        double value = scale < 0 ? mantissa / TENS[-scale] : mantissa * TENS[scale];
        return negative ? -value : value;
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
