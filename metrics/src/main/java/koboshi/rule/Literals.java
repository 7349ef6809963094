package koboshi.rule;

import java.util.Locale;

/** What constants in a template stand for. */
final class Literals {
    private static final String SIMPLE = "abfnrtv\\";
    private static final String MEANT = "\u0007\b\f\n\r\t\u000b\\";

    private Literals() {}

    /** Text in double quotes or back quotes. */
    static String text(Token token) {
        var body = token.text().substring(1, token.text().length() - 1);
        return token.is(Token.Kind.RAW) ? body : unescaped(body, token);
    }

    private static String unescaped(String body, Token token) {
        var out = new StringBuilder();
        int at = 0;
        while (at < body.length()) {
            char c = body.charAt(at++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escape = at < body.length() ? body.charAt(at++) : ' ';
            int place = SIMPLE.indexOf(escape);
            int digits = switch (escape) {
                case 'x' -> 2;
                case 'u' -> 4;
                case 'U' -> 8;
                default -> 0;
            };
            if (place >= 0) {
                out.append(MEANT.charAt(place));
            } else if (digits > 0) {
                out.appendCodePoint(code(body, at, digits, 16, token));
                at += digits;
            } else if (escape >= '0' && escape <= '3') {
                out.appendCodePoint(code(body, at - 1, 3, 8, token));
                at += 2;
            } else if (escape == '"' || escape == '\'') {
                out.append(escape);
            } else {
                throw invalid(token);
            }
        }
        return out.toString();
    }

    private static int code(String body, int from, int digits, int radix, Token token) {
        try {
            int code = Integer.parseInt(body, from, from + digits, radix);
            if (Character.isValidCodePoint(code)) {
                return code;
            }
        } catch (NumberFormatException | IndexOutOfBoundsException _) {
            throw invalid(token);
        }
        throw invalid(token);
    }

    private static TemplateError invalid(Token token) {
        return new TemplateError(token.start(), "invalid syntax in " + token.text());
    }

    /** A whole number as a Long, any other as a Double; a character is its code. */
    static Object number(Token token) {
        if (token.is(Token.Kind.CHARACTER)) {
            var text = unescaped(token.text().substring(1, token.text().length() - 1), token);
            if (text.codePointCount(0, text.length()) != 1) {
                throw new TemplateError(token.start(), "malformed character constant: " + token.text());
            }
            return (long) text.codePointAt(0);
        }
        var text = token.text().replace("_", "").toLowerCase(Locale.ROOT);
        boolean minus = text.startsWith("-");
        try {
            return magnitude(minus || text.startsWith("+") ? text.substring(1) : text, minus);
        } catch (NumberFormatException _) {
            throw new TemplateError(token.start(), "bad number syntax: \"" + token.text() + "\"");
        }
    }

    private static Object magnitude(String text, boolean minus) {
        int radix = text.startsWith("0x") ? 16 : text.startsWith("0b") ? 2 : text.startsWith("0o") ? 8 : 10;
        if (radix != 10) {
            return (minus ? -1 : 1) * Long.parseLong(text.substring(2), radix);
        }
        if (text.matches("\\d+")) {
            int base = text.length() > 1 && text.startsWith("0") ? 8 : 10;
            return Long.parseLong(minus ? "-" + text : text, base);
        }
        if (!text.matches("\\d*\\.?\\d*(e[+-]?\\d+)?") || !text.matches(".*\\d.*")) {
            throw new NumberFormatException(text);
        }
        return (minus ? -1 : 1) * Double.parseDouble(text);
    }
}
