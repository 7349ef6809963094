package koboshi.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import koboshi.series.Labels;

/** Reads what names a series in the text format: {@code name{label="value"}}, or {@code {"a name", label="value"}}. */
public final class SeriesText {
    private static final int SHOWN = 120;

    private final byte[] bytes;
    private final int end;
    private final LabelLimits limits;
    private final Map<String, String> labels = new HashMap<>();
    private int at;
    private int count;

    private SeriesText(byte[] bytes, int from, int to, LabelLimits limits) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
        this.limits = limits;
    }

    /**
     * The labels, in any order. An empty value is an absent label.
     *
     * @throws ExpositionError for anything else, labels twice, and too many or too long ones
     */
    public static Labels labels(byte[] bytes, int from, int to, LabelLimits limits) {
        return new SeriesText(bytes, from, to, limits).read();
    }

    private Labels read() {
        if (at < end && bytes[at] != '{') {
            put(Labels.NAME, word(), at);
        }
        skipBlanks();
        if (next('{')) {
            braces();
        }
        if (at < end) {
            throw wrong(at, "expected nothing behind the labels");
        }
        if (labels.getOrDefault(Labels.NAME, "").isEmpty()) {
            throw wrong(at, "expected the name of a metric");
        }
        return Labels.of(labels);
    }

    private void braces() {
        skipBlanks();
        while (!next('}')) {
            label();
            skipBlanks();
            if (!next(',') && !(at < end && bytes[at] == '}')) {
                throw wrong(at, "expected , or } after a label");
            }
            skipBlanks();
        }
    }

    private void label() {
        int start = at;
        boolean quoted = at < end && bytes[at] == '"';
        var name = quoted ? quoted(limits.nameBytes()) : word();
        skipBlanks();
        if (quoted && !(at < end && bytes[at] == '=')) {
            put(Labels.NAME, name, start);
            return;
        }
        if (!next('=')) {
            throw wrong(at, "expected = after the name of a label");
        }
        skipBlanks();
        int value = at;
        put(name, quoted(limits.valueBytes()), name.isEmpty() ? value : start);
    }

    private void put(String name, String value, int start) {
        if (name.isEmpty()) {
            throw wrong(start, "expected a label with a name");
        }
        if (++count > limits.labels() + 1) {
            throw wrong(start, "expected at most " + limits.labels() + " labels");
        }
        if (labels.put(name, value) != null) {
            throw wrong(start, "label " + shortened(name) + " twice");
        }
    }

    private String word() {
        int from = at;
        while (at < end && TextExposition.inName(bytes[at])) {
            at++;
        }
        if (at == from || bytes[from] >= '0' && bytes[from] <= '9') {
            throw wrong(from, "expected a name of letters, digits, _ and :");
        }
        if (at - from > limits.nameBytes()) {
            throw wrong(from, "expected a name of at most " + limits.nameBytes() + " bytes");
        }
        return text(from, at);
    }

    private String quoted(int longest) {
        int start = at;
        if (!next('"')) {
            throw wrong(at, "expected text in double quotes");
        }
        int from = at;
        boolean escapes = false;
        while (at < end && bytes[at] != '"') {
            escapes |= bytes[at] == '\\';
            at += bytes[at] == '\\' ? 2 : 1;
        }
        if (at >= end) {
            throw wrong(start, "expected a closing quote");
        }
        if (at - from > longest) {
            throw wrong(start, "expected at most " + longest + " bytes");
        }
        var text = escapes ? unescaped(from, at) : text(from, at);
        at++;
        return text;
    }

    /** Lower than ASCII no byte of another character can be, so escapes are found byte by byte. */
    private String unescaped(int from, int to) {
        var plain = new byte[to - from];
        int size = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\' && escaped(bytes[i + 1]) != 0) {
                plain[size++] = escaped(bytes[++i]);
            } else {
                plain[size++] = bytes[i];
            }
        }
        return decoded(plain, 0, size, from);
    }

    /** What stands for it behind a backslash; 0 for any other, before which the backslash is one: a path of Windows is often written so. */
    private static byte escaped(byte letter) {
        return switch (letter) {
            case 'n' -> '\n';
            case '"', '\\' -> letter;
            default -> 0;
        };
    }

    private String text(int from, int to) {
        return decoded(bytes, from, to, from);
    }

    private String decoded(byte[] from, int start, int to, int place) {
        for (int i = start; i < to; i++) {
            if (from[i] < 0) {
                return decodedSlowly(from, start, to, place);
            }
        }
        return new String(from, start, to - start, StandardCharsets.ISO_8859_1);
    }

    private String decodedSlowly(byte[] from, int start, int to, int place) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(from, start, to - start)).toString();
        } catch (CharacterCodingException _) {
            throw wrong(place, "expected UTF-8");
        }
    }

    private void skipBlanks() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
    }

    private boolean next(char one) {
        boolean found = at < end && bytes[at] == one;
        at += found ? 1 : 0;
        return found;
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private ExpositionError wrong(int place, String expected) {
        return ExpositionError.at(bytes, end, Math.min(place, end), expected);
    }
}
