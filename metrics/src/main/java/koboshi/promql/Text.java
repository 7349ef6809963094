package koboshi.promql;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How strings and numbers are written: quoting, its undoing, and numbers in the fewest digits that give them back. */
final class Text {
    /** A byte that is not part of any UTF-8 character is kept as one of these, so that it can be told and written back. */
    private static final char STRAY = '\udc00';

    private Text() {}

    /** In double quotes, with what would not be seen escaped. */
    static String quoted(String text) {
        var out = new StringBuilder("\"");
        text.codePoints().forEach(c -> escape(c, out));
        return out.append('"').toString();
    }

    private static void escape(int c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '\r' -> out.append("\\r");
            default -> {
                if (stray(c) || c < ' ' || c == 0x7f) {
                    out.append("\\x").append(String.format("%02x", c & 0xff));
                } else {
                    out.appendCodePoint(c);
                }
            }
        }
    }

    private static boolean stray(int c) {
        return c >= STRAY + 0x80 && c <= STRAY + 0xff;
    }

    /** Whether the text is made of characters only, no stray bytes. */
    static boolean proper(String text) {
        return text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
    }

    /**
     * The text a literal stands for, by Go's rules.
     *
     * @throws IllegalArgumentException saying what is wrong with an escape
     */
    static String unquoted(String literal) {
        var body = literal.substring(1, literal.length() - 1);
        return literal.charAt(0) == '`' || body.indexOf('\\') < 0 ? body : new Unescape(body, literal.charAt(0)).run();
    }

    /** The fewest digits that give the number back, never with an exponent. */
    static String plain(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return special(value);
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    private static String special(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }

    /** The fewest digits, with an exponent for the very large and small, as Go's %g. */
    static String shortest(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
            return plain(value);
        }
        var decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < 21) {
            return decimal.toPlainString();
        }
        var mantissa = decimal.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        return mantissa + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /** As a label of a metric shows a number: always with a point, an exponent, or a word. */
    static String metric(double value) {
        var text = shortest(value);
        return text.chars().allMatch(c -> c == '-' || Character.isDigit(c)) ? text + ".0" : text;
    }

    /** A cursor over an escaped text. */
    private static final class Unescape {
        private final String body;
        private final char quote;
        private final StringBuilder out = new StringBuilder();
        private final byte[] bytes;
        private int size;
        private int at;

        Unescape(String body, char quote) {
            this.body = body;
            this.quote = quote;
            this.bytes = new byte[body.length()];
        }

        String run() {
            while (at < body.length()) {
                char c = body.charAt(at++);
                if (c == '\\') {
                    escape();
                } else {
                    flush();
                    out.append(c);
                }
            }
            flush();
            return out.toString();
        }

        private void escape() {
            char c = body.charAt(at++);
            switch (c) {
                case 'x' -> bytes[size++] = (byte) digits(2, 16);
                case '0', '1', '2', '3' -> {
                    at--;
                    bytes[size++] = (byte) digits(3, 8);
                }
                case 'u' -> character(digits(4, 16));
                case 'U' -> character(digits(8, 16));
                default -> character(simple(c));
            }
        }

        private int simple(char c) {
            int place = "abfnrtv\\".indexOf(c);
            if (place >= 0) {
                return "\u0007\b\f\n\r\t\u000b\\".charAt(place);
            }
            if (c == quote) {
                return c;
            }
            throw new IllegalArgumentException(String.format("unknown escape sequence U+%04X '%c'", (int) c, c));
        }

        private int digits(int count, int radix) {
            int end = at + count;
            if (end > body.length() || !body.substring(at, end).chars().allMatch(d -> Character.digit(d, radix) >= 0)) {
                throw new IllegalArgumentException("escape sequence is cut short");
            }
            long value = Long.parseLong(body, at, end, radix);
            at = end;
            if (value > Character.MAX_CODE_POINT || radix == 8 && value > 255) {
                throw new IllegalArgumentException("escape sequence is an invalid Unicode code point");
            }
            return (int) value;
        }

        private void character(int codePoint) {
            if (codePoint >= 0xd800 && codePoint <= 0xdfff) {
                throw new IllegalArgumentException("escape sequence is an invalid Unicode code point");
            }
            flush();
            out.appendCodePoint(codePoint);
        }

        private void flush() {
            if (size == 0) {
                return;
            }
            var raw = Arrays.copyOf(bytes, size);
            size = 0;
            var text = new String(raw, StandardCharsets.UTF_8);
            if (text.indexOf('\ufffd') < 0) {
                out.append(text);
                return;
            }
            for (byte b : raw) {
                out.append((char) (b < 0 ? STRAY + (b & 0xff) : b));
            }
        }
    }
}
