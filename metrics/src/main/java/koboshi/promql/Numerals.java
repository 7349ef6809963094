package koboshi.promql;

/** Finds where a number or a duration ends; by hand, since a pattern with a repeated group can run out of stack on a long text. */
final class Numerals {
    private Numerals() {}

    /** @return the index behind it, or the start where there is none */
    static int endOfNumber(String text, int start) {
        if (text.startsWith("0x", start) || text.startsWith("0X", start)) {
            int end = digits(text, start + 2, 16);
            return end == start + 2 ? start : end;
        }
        int end = digits(text, start, 10);
        if (end < text.length() && text.charAt(end) == '.') {
            end = digits(text, end + 1, 10);
        }
        return exponent(text, end);
    }

    private static int exponent(String text, int at) {
        if (at == text.length() || text.charAt(at) != 'e' && text.charAt(at) != 'E') {
            return at;
        }
        boolean signed = at + 1 < text.length() && (text.charAt(at + 1) == '+' || text.charAt(at + 1) == '-');
        int from = signed ? at + 2 : at + 1;
        int end = digits(text, from, 10);
        return end == from ? at : end;
    }

    /** Digits, with single underscores between them. */
    private static int digits(String text, int start, int radix) {
        int end = start;
        while (end < text.length() && (digit(text, end, radix) || text.charAt(end) == '_' && end > start && digit(text, end + 1, radix))) {
            end++;
        }
        return end;
    }

    private static boolean digit(String text, int at, int radix) {
        return at < text.length() && text.charAt(at) < 128 && Character.digit(text.charAt(at), radix) >= 0;
    }

    /** @return the index behind it, or the start where there is none */
    static int endOfDuration(String text, int start) {
        int end = start;
        while (true) {
            int unit = end;
            while (digit(text, unit, 10)) {
                unit++;
            }
            int length = unit == end ? 0 : unit(text, unit);
            if (length == 0) {
                return end;
            }
            end = unit + length;
        }
    }

    private static int unit(String text, int at) {
        if (text.startsWith("ms", at)) {
            return 2;
        }
        return at < text.length() && "smhdwy".indexOf(text.charAt(at)) >= 0 ? 1 : 0;
    }
}
