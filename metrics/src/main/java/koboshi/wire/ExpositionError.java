package koboshi.wire;

import java.nio.charset.StandardCharsets;

/** An answer of a target that is not what it should be; nothing of it must be taken. */
public final class ExpositionError extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN = 60;

    private ExpositionError(String message) {
        super(message, null, false, false);
    }

    static ExpositionError at(byte[] text, int end, int at, String expected) {
        return new ExpositionError("line " + line(text, at) + ", column " + (at - startOfLine(text, at) + 1) + ": " + expected + found(text, end, at));
    }

    private static int line(byte[] text, int at) {
        int line = 1;
        for (int i = 0; i < at; i++) {
            line += text[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    private static int startOfLine(byte[] text, int at) {
        int start = at;
        while (start > 0 && text[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    private static String found(byte[] text, int end, int at) {
        if (at >= end) {
            return ", found the end";
        }
        int to = at;
        while (to < end && to - at < SHOWN && text[to] != '\n') {
            to++;
        }
        // What cannot be printed is not repeated: targets are strangers.
        var shown = new String(text, at, to - at, StandardCharsets.UTF_8).replaceAll("[\\p{Cntrl}\\p{Cf}]", " ");
        return to == at ? ", found the end of the line" : ", found \"" + shown + (to < end && text[to] != '\n' ? "...\"" : "\"");
    }
}
