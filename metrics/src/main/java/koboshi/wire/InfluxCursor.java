package koboshi.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the pieces of a line of the line protocol from left to right. */
final class InfluxCursor {
    private static final int LONGEST_NUMBER = 64;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int line;
    private int startOfLine;

    /** A line that is wrong. */
    static final class BadLine extends RuntimeException {
        private static final long serialVersionUID = 1;

        BadLine(String message) {
            super(message, null, false, false);
        }
    }

    InfluxCursor(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    private BadLine wrong(String expected) {
        return new BadLine("line " + (line + 1) + ", column " + (at - startOfLine + 1) + ": " + expected);
    }

    /** Goes to the next line that has anything on it, over empty ones and remarks. */
    boolean nextLine() {
        while (at < end) {
            if (bytes[at] == '#') {
                skipLine();
            } else if (bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == ' ') {
                line += bytes[at++] == '\n' ? 1 : 0;
            } else {
                break;
            }
        }
        startOfLine = at;
        return at < end;
    }

    void skipLine() {
        while (at < end && bytes[at] != '\n') {
            at++;
        }
    }

    boolean atEndOfLine() {
        return at >= end || bytes[at] == '\n' || bytes[at] == '\r' && (at + 1 >= end || bytes[at + 1] == '\n');
    }

    boolean next(char c) {
        boolean found = at < end && bytes[at] == c;
        at += found ? 1 : 0;
        return found;
    }

    void expect(char c, String otherwise) {
        if (!next(c)) {
            throw wrong(otherwise);
        }
    }

    void expectBlank(String otherwise) {
        expect(' ', otherwise);
        while (next(' ')) {
            // Several count as one.
        }
    }

    /** Up to a comma, a space or what else ends it, unless a backslash stands before; spelt as a label's name, an underscore for each sign no name has; letters of other scripts stay, or two names would fall together. */
    byte[] name(String what, char last) {
        var name = new byte[16];
        int size = 0;
        while (at < end && bytes[at] != '\n' && bytes[at] != ',' && bytes[at] != ' ' && bytes[at] != last) {
            at += escapes() ? 1 : 0;
            name = size < name.length ? name : Arrays.copyOf(name, size * 2);
            name[size++] = letter(bytes[at]) ? bytes[at] : (byte) '_';
            at++;
        }
        if (size == 0) {
            throw wrong("expected " + what);
        }
        return Arrays.copyOf(name, size);
    }

    private boolean escapes() {
        return bytes[at] == '\\' && at + 1 < end && (bytes[at + 1] == ',' || bytes[at + 1] == '=' || bytes[at + 1] == ' ');
    }

    private static boolean letter(byte c) {
        return c < 0 || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= '0' && c <= '9';
    }

    /** Up to a comma, a space or the end of the line, unless a backslash stands before. */
    byte[] text(String what) {
        int start = at;
        int escapes = 0;
        while (at < end && bytes[at] != ',' && bytes[at] != ' ' && bytes[at] != '\n') {
            if (bytes[at] == '=') {
                throw wrong("expected \\= where a value holds =");
            }
            if (atEndOfLine()) {
                break;
            }
            boolean escaped = escapes();
            escapes += escaped ? 1 : 0;
            at += escaped ? 2 : 1;
        }
        if (at == start) {
            throw wrong("expected " + what);
        }
        return escapes == 0 ? Arrays.copyOfRange(bytes, start, at) : unescaped(start, escapes);
    }

    private byte[] unescaped(int start, int escapes) {
        var text = new byte[at - start - escapes];
        int behind = at;
        at = start;
        for (int size = 0; at < behind; at++) {
            at += escapes() ? 1 : 0;
            text[size++] = bytes[at];
        }
        return text;
    }

    /** Goes over a text in quotes, which may hold ends of lines. */
    boolean quoted() {
        if (!next('"')) {
            return false;
        }
        int open = at;
        int lines = 0;
        for (; at < end && bytes[at] != '"'; at++) {
            lines += bytes[at] == '\n' ? 1 : 0;
            at += bytes[at] == '\\' && at + 1 < end && (bytes[at + 1] == '"' || bytes[at + 1] == '\\') ? 1 : 0;
        }
        if (at >= end) {
            at = open;
            throw wrong("expected \" at the end of a text");
        }
        at++;
        line += lines;
        return true;
    }

    /** A float, a whole number behind which i or u stands, or true or false. */
    double number() {
        int start = at;
        while (at < end && bytes[at] != ',' && bytes[at] != ' ' && !atEndOfLine()) {
            at++;
        }
        var text = new String(bytes, start, Math.min(at - start, LONGEST_NUMBER), StandardCharsets.ISO_8859_1);
        try {
            return number(text);
        } catch (NumberFormatException _) {
            at = start;
            throw wrong("expected a number such as 1.5, 2i or 3u, true, false, or a text in quotes");
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "t", "T", "true", "True", "TRUE" -> 1;
            case "f", "F", "false", "False", "FALSE" -> 0;
            case "" -> throw new NumberFormatException();
            default -> switch (text.charAt(text.length() - 1)) {
                case 'i' -> Long.parseLong(text, 0, text.length() - 1, 10);
                case 'u' -> OtlpPoints.unsigned(Long.parseUnsignedLong(text, 0, text.length() - 1, 10));
                case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.' -> finite(text);
                default -> throw new NumberFormatException();
            };
        };
    }

    /** Java reads more as a number than the protocol does: hexadecimal, words, letters behind it. */
    private static double finite(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
                throw new NumberFormatException();
            }
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw new NumberFormatException();
        }
        return value;
    }

    /** A moment, and then nothing more on the line. */
    long whole() {
        int start = at;
        while (at < end && (bytes[at] == '-' && at == start || bytes[at] >= '0' && bytes[at] <= '9')) {
            at++;
        }
        int behind = at;
        while (next(' ')) {
            // Blanks at the end of a line mean nothing.
        }
        try {
            if (atEndOfLine() && behind - start <= 20) {
                return Long.parseLong(new String(bytes, start, behind - start, StandardCharsets.ISO_8859_1));
            }
        } catch (NumberFormatException _) {
            // Said below, as for everything else that is no moment.
        }
        at = start;
        throw wrong("expected a moment as a whole number, and the end of the line, found " + InfluxLines.shown(bytes, start, Math.max(behind, Math.min(end, start + 20))));
    }
}
