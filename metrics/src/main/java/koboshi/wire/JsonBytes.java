package koboshi.wire;

import java.io.IOException;
import java.io.OutputStream;

/** JSON as bytes, handed on whenever the buffer is full. */
final class JsonBytes {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    /** No figure is longer. */
    private static final int ROOM = 32;

    private final OutputStream out;
    private final byte[] buffer;
    private int size;

    JsonBytes(OutputStream out, int buffer) {
        this.out = out;
        this.buffer = new byte[buffer];
    }

    void flush() throws IOException {
        out.write(buffer, 0, size);
        size = 0;
    }

    private void room(int needed) throws IOException {
        if (buffer.length - size < needed) {
            flush();
        }
    }

    void raw(char one) throws IOException {
        room(1);
        buffer[size++] = (byte) one;
    }

    /** @param ascii as it stands */
    void raw(String ascii) throws IOException {
        for (int i = 0; i < ascii.length(); i++) {
            raw(ascii.charAt(i));
        }
    }

    /** In quotes. Half of a pair of surrogates is no character, and becomes the sign for that. */
    void text(String text) throws IOException {
        raw('"');
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            character(c >= 0xd800 && c <= 0xdfff ? 0xfffd : c);
            i += Character.charCount(c);
        }
        raw('"');
    }

    private void character(int c) throws IOException {
        room(8);
        if (c == '"' || c == '\\') {
            buffer[size++] = '\\';
            buffer[size++] = (byte) c;
        } else if (c < ' ') {
            control(c);
        } else if (c < 0x80) {
            buffer[size++] = (byte) c;
        } else {
            encoded(c);
        }
    }

    private void control(int c) throws IOException {
        switch (c) {
            case '\n' -> raw("\\n");
            case '\t' -> raw("\\t");
            case '\r' -> raw("\\r");
            default -> {
                raw("\\u00");
                buffer[size++] = HEX[c >> 4];
                buffer[size++] = HEX[c & 15];
            }
        }
    }

    private void encoded(int c) {
        int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        buffer[size++] = (byte) (0xff << 7 - more | c >> 6 * more);
        for (int i = more - 1; i >= 0; i--) {
            buffer[size++] = (byte) (0x80 | c >> 6 * i & 0x3f);
        }
    }

    void whole(long value) throws IOException {
        room(ROOM);
        size = Figures.whole(value, buffer, size);
    }

    /** Milliseconds as seconds, with three digits behind the point unless there is no fraction. */
    void seconds(long millis) throws IOException {
        room(ROOM);
        size = Figures.seconds(millis, buffer, size);
    }

    /** In quotes, since JSON knows neither infinity nor NaN. */
    void number(double value) throws IOException {
        room(ROOM + 2);
        buffer[size++] = '"';
        size = Figures.number(value, buffer, size);
        buffer[size++] = '"';
    }
}
