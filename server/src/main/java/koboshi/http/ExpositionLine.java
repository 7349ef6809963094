package koboshi.http;

import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import koboshi.http.House.Measured;
import koboshi.series.Labels;
import koboshi.series.Sample;

/** Reads one line of samples from left to right. */
final class ExpositionLine {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,4})?");
    private static final int MAX_LABELS = 64;
    private static final int MAX_NAME = 200;
    private static final int MAX_VALUE = 2048;
    /** Above it a third figure is a moment, below it an age: as an age it would be 3,000 years, as a moment it is 1973. */
    private static final double TIMESTAMPS_FROM = 1e11;
    private static final double OLDEST_SECONDS = 3600;

    private final String text;
    private final int number;
    private final long nowMillis;
    private int at;

    ExpositionLine(String text, int number, long nowMillis) {
        this.text = text;
        this.number = number;
        this.nowMillis = nowMillis;
    }

    Measured parse() {
        skipBlanks();
        var labels = new TreeMap<String, String>();
        labels.put(Labels.NAME, name("a metric name ([a-zA-Z_:][a-zA-Z0-9_:]*)", true));
        skipBlanks();
        if (next('{')) {
            labels(labels);
        }
        double value = value();
        long ageMillis = age();
        skipBlanks();
        if (at < text.length()) {
            throw wrong("expected the end of the line");
        }
        return new Measured(Labels.of(labels), new Sample(nowMillis - ageMillis, value));
    }

    private void labels(TreeMap<String, String> labels) {
        while (!closed()) {
            label(labels);
            skipBlanks();
            if (!next(',') && !(at < text.length() && text.charAt(at) == '}')) {
                throw wrong("expected , or } after a label");
            }
        }
    }

    private boolean closed() {
        skipBlanks();
        return next('}');
    }

    private void label(TreeMap<String, String> labels) {
        int start = at;
        var label = name("a label name ([a-zA-Z_][a-zA-Z0-9_]*) or }", false);
        if (labels.containsKey(label)) {
            at = start;
            throw wrong(label.equals(Labels.NAME) ? "expected the name before the braces, not as " + label : "label " + label + " twice");
        }
        if (labels.size() > MAX_LABELS) {
            throw wrong("expected at most " + MAX_LABELS + " labels");
        }
        skipBlanks();
        expect('=');
        skipBlanks();
        labels.put(label, quoted());
    }

    private String name(String what, boolean colons) {
        int start = at;
        while (at < text.length() && inName(text.charAt(at), at > start, colons)) {
            at++;
        }
        if (at == start) {
            throw wrong("expected " + what);
        }
        if (at - start > MAX_NAME) {
            throw wrong("expected a name of at most " + MAX_NAME + " characters");
        }
        return text.substring(start, at);
    }

    private static boolean inName(char c, boolean digits, boolean colons) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':' && colons || c >= '0' && c <= '9' && digits;
    }

    private String quoted() {
        expect('"');
        var value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char escaped = text.charAt(at) == '\\' && at + 1 < text.length() ? escaped(text.charAt(at + 1)) : 0;
            value.append(escaped == 0 ? text.charAt(at) : escaped);
            at += escaped == 0 ? 1 : 2;
        }
        if (value.length() > MAX_VALUE) {
            throw wrong("expected a label value of at most " + MAX_VALUE + " characters");
        }
        expect('"');
        return value.toString();
    }

    /** What stands for it behind a backslash; 0 for any other, before which the backslash is one. */
    private static char escaped(char letter) {
        return switch (letter) {
            case 'n' -> '\n';
            case '"', '\\' -> letter;
            default -> 0;
        };
    }

    private double value() {
        skipBlanks();
        int start = at;
        var word = word();
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> number(word, start, "expected a number, NaN, +Inf or -Inf");
        };
    }

    private long age() {
        skipBlanks();
        int start = at;
        var word = word();
        if (word.isEmpty()) {
            return 0;
        }
        double given = number(word, start, "expected the age in seconds, a timestamp in milliseconds, or the end of the line");
        double seconds = given >= TIMESTAMPS_FROM ? Math.max(0, (nowMillis - given) / 1000) : given;
        if (seconds < 0 || seconds > OLDEST_SECONDS) {
            at = start;
            throw wrong("expected an age of 0 to " + (long) OLDEST_SECONDS + " s, got " + seconds);
        }
        return Math.round(seconds * 1000);
    }

    private double number(String word, int start, String expected) {
        if (!NUMBER.matcher(word).matches()) {
            at = start;
            throw wrong(expected);
        }
        return Double.parseDouble(word);
    }

    private String word() {
        int start = at;
        while (at < text.length() && !blank(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private void skipBlanks() {
        while (at < text.length() && blank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t';
    }

    private boolean next(char c) {
        boolean found = at < text.length() && text.charAt(at) == c;
        at += found ? 1 : 0;
        return found;
    }

    private void expect(char c) {
        if (!next(c)) {
            throw wrong("expected " + c);
        }
    }

    private BadLine wrong(String expected) {
        return new BadLine(number, at + 1, expected);
    }
}
