package koboshi.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The texts of a message, each once; everything else names them by their place. */
final class Symbols {
    private static final int SYMBOL = Cursor.tag(4, Cursor.BYTES);

    private final byte[] message;
    private int[] froms = new int[256];
    private int[] tos = new int[256];
    private int count;

    private Symbols(byte[] message) {
        this.message = message;
    }

    static Symbols of(byte[] message, int length) {
        var symbols = new Symbols(message);
        var cursor = new Cursor(message, 0, length);
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == SYMBOL) {
                int behind = cursor.endOfBytes();
                symbols.add(cursor.at, behind);
                cursor.at = behind;
            } else {
                cursor.refuseKind(tag, 4);
                cursor.skip(tag);
            }
        }
        if (symbols.count > 0 && symbols.froms[0] != symbols.tos[0]) {
            throw new WireError(symbols.froms[0], "the first symbol is not the empty text");
        }
        return symbols;
    }

    private void add(int from, int to) {
        if (count == froms.length) {
            froms = Arrays.copyOf(froms, count * 2);
            tos = Arrays.copyOf(tos, count * 2);
        }
        froms[count] = from;
        tos[count++] = to;
    }

    /** @param start where the references stand, for what must be said about them */
    void label(long name, long value, LabelRoom room, int start) {
        int nameAt = place(name, start);
        int valueAt = place(value, start);
        room.label(message, froms[nameAt], tos[nameAt], message, froms[valueAt], tos[valueAt]);
    }

    /** @param start where the reference stands, for what must be said about it */
    String text(long reference, int start) {
        int at = place(reference, start);
        return new String(message, froms[at], tos[at] - froms[at], StandardCharsets.UTF_8);
    }

    private int place(long reference, int start) {
        if (reference < 0 || reference >= count) {
            throw new WireError(start, "symbol " + Long.toUnsignedString(reference) + " where there are " + count);
        }
        return (int) reference;
    }
}
