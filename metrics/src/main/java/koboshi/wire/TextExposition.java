package koboshi.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Reads Prometheus's text format 0.0.4 and OpenMetrics 1.0, line by line and in one pass.
 *
 * <p>Of a series only its end is looked for: whoever knows its bytes already needs no label of it. Exemplars, help and units are passed over.
 */
public final class TextExposition {
    private static final Set<String> TYPES = Set.of(
            "counter", "gauge", "histogram", "summary", "untyped", "gaugehistogram", "stateset", "info", "unknown");
    private static final byte[] TYPE = "TYPE".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EOF = "EOF".getBytes(StandardCharsets.US_ASCII);
    private static final boolean[] IN_NAME = new boolean[128];

    static {
        for (char c = 0; c < 128; c++) {
            IN_NAME[c] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == ':';
        }
    }

    private final byte[] bytes;
    private final int end;
    private final boolean openMetrics;
    private final ExpositionReceiver receiver;
    private int at;
    private boolean ended;

    private TextExposition(byte[] bytes, int length, boolean openMetrics, ExpositionReceiver receiver) {
        this.bytes = bytes;
        this.end = length;
        this.openMetrics = openMetrics;
        this.receiver = receiver;
    }

    /**
     * Hands over every sample of an answer in the text format.
     *
     * @throws ExpositionError at the first thing that is malformed
     */
    public static void readPlain(byte[] answer, int length, ExpositionReceiver receiver) {
        new TextExposition(answer, length, false, receiver).read();
    }

    /**
     * Hands over every sample of an answer in OpenMetrics.
     *
     * @throws ExpositionError at the first thing that is malformed, and where the answer does not end in {@code # EOF}
     */
    public static void readOpenMetrics(byte[] answer, int length, ExpositionReceiver receiver) {
        new TextExposition(answer, length, true, receiver).read();
    }

    static boolean inName(byte one) {
        return one >= 0 && IN_NAME[one];
    }

    private void read() {
        while (at < end) {
            if (ended) {
                throw wrong(at, "expected nothing behind # EOF");
            }
            line();
        }
        if (openMetrics && !ended) {
            throw wrong(at, "expected # EOF at the end: the answer was cut off, or is not OpenMetrics");
        }
    }

    private void line() {
        skipBlanks();
        if (at == end) {
            return;
        }
        if (bytes[at] == '#') {
            comment();
        } else if (bytes[at] != '\n') {
            sample();
        }
        endOfLine();
    }

    private void comment() {
        at++;
        skipBlanks();
        if (openMetrics && word(EOF)) {
            ended = true;
        } else if (word(TYPE)) {
            type();
        } else {
            while (at < end && bytes[at] != '\n') {
                at++;
            }
        }
    }

    private boolean word(byte[] word) {
        int to = at + word.length;
        boolean found = to <= end && Arrays.equals(bytes, at, to, word, 0, word.length) && (to == end || blank(bytes[to]) || bytes[to] == '\n');
        at = found ? to : at;
        return found;
    }

    private void type() {
        skipBlanks();
        name();
        skipBlanks();
        int from = at;
        toBlank();
        if (!TYPES.contains(new String(bytes, from, Math.min(at - from, 20), StandardCharsets.ISO_8859_1))) {
            throw wrong(from, "expected a type such as counter, gauge, histogram or summary");
        }
    }

    private void name() {
        if (at < end && bytes[at] == '"') {
            toClosingQuote();
            return;
        }
        int from = at;
        while (at < end && inName(bytes[at])) {
            at++;
        }
        if (at == from || bytes[from] >= '0' && bytes[from] <= '9') {
            throw wrong(from, "expected the name of a metric");
        }
    }

    private void sample() {
        int from = at;
        if (bytes[at] != '{') {
            name();
        }
        int to = at;
        skipBlanks();
        if (at < end && bytes[at] == '{') {
            toClosingBrace();
            to = at;
            skipBlanks();
        }
        double value = number("expected a number");
        skipBlanks();
        long millis = ExpositionReceiver.NO_MOMENT;
        if (at < end && bytes[at] != '\n' && bytes[at] != '#') {
            millis = openMetrics ? seconds() : millis();
            skipBlanks();
        }
        if (openMetrics && at < end && bytes[at] == '#') {
            exemplar();
        }
        receiver.sample(bytes, from, to, value, millis);
    }

    private void exemplar() {
        at++;
        skipBlanks();
        if (at >= end || bytes[at] != '{') {
            throw wrong(at, "expected the labels of an exemplar");
        }
        toClosingBrace();
        skipBlanks();
        number("expected the number of an exemplar");
        skipBlanks();
        if (at < end && bytes[at] != '\n') {
            number("expected the moment of an exemplar");
        }
    }

    private double number(String expected) {
        int from = at;
        toBlank();
        try {
            return DecimalBytes.read(bytes, from, at);
        } catch (NumberFormatException _) {
            throw wrong(from, expected);
        }
    }

    private long seconds() {
        int from = at;
        double seconds = number("expected a moment in seconds, or the end of the line");
        if (!(Math.abs(seconds) < 1e15)) {
            throw wrong(from, "expected a moment in seconds");
        }
        return (long) (seconds * 1000);
    }

    private long millis() {
        int from = at;
        toBlank();
        boolean negative = bytes[from] == '-';
        int first = negative ? from + 1 : from;
        long millis = 0;
        for (int i = first; i < at; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw wrong(from, "expected a moment in milliseconds, or the end of the line");
            }
            millis = millis * 10 + bytes[i] - '0';
        }
        if (at == first || at - first > 18) {
            throw wrong(from, "expected a moment in milliseconds");
        }
        return negative ? -millis : millis;
    }

    private void toClosingBrace() {
        int from = at;
        while (at < end && bytes[at] != '}' && bytes[at] != '\n') {
            if (bytes[at] == '"') {
                toClosingQuote();
            } else {
                at++;
            }
        }
        if (at == end || bytes[at] == '\n') {
            throw wrong(from, "expected a closing brace in this line");
        }
        at++;
    }

    private void toClosingQuote() {
        int from = at++;
        while (at < end && bytes[at] != '"' && bytes[at] != '\n') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        if (at >= end || bytes[at] == '\n') {
            at = Math.min(at, end);
            throw wrong(from, "expected a closing quote in this line");
        }
        at++;
    }

    private void toBlank() {
        while (at < end && !blank(bytes[at]) && bytes[at] != '\n') {
            at++;
        }
    }

    private void skipBlanks() {
        while (at < end && blank(bytes[at])) {
            at++;
        }
    }

    /** Some targets end their lines as Windows does. */
    private static boolean blank(byte one) {
        return one == ' ' || one == '\t' || one == '\r';
    }

    private void endOfLine() {
        skipBlanks();
        if (at < end && bytes[at] != '\n') {
            throw wrong(at, "expected the end of the line");
        }
        at = Math.min(at + 1, end);
    }

    private ExpositionError wrong(int place, String expected) {
        return ExpositionError.at(bytes, end, place, expected);
    }
}
