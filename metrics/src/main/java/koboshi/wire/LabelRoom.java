package koboshi.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lays labels out as remote write 1.0 does, whatever they came in as: so that a series has the same bytes by every way it comes in.
 *
 * <p>Every series keeps its bytes until the room is dropped, since a receiver may look at them up to the end of the message.
 */
public final class LabelRoom {
    /** Far above what any real message needs, and far below what a message could make of a few long texts named again and again. */
    private static final int LARGEST = 32 << 20;
    private static final int PAGE = 1 << 16;
    private static final byte LABEL = (byte) Cursor.tag(1, Cursor.BYTES);
    private static final byte NAME = (byte) Cursor.tag(1, Cursor.BYTES);
    private static final byte VALUE = (byte) Cursor.tag(2, Cursor.BYTES);
    private static final int HEADS = 1 + 5 + 1 + 5 + 1 + 5;

    private byte[] page = new byte[PAGE];
    private int start;
    private int at;
    private long used;

    /** The next series begins, with nothing. */
    public LabelRoom begin() {
        start = at;
        return this;
    }

    /** A label of texts that are in UTF-8 already. */
    LabelRoom label(byte[] names, int nameFrom, int nameTo, byte[] values, int valueFrom, int valueTo) {
        int name = nameTo - nameFrom;
        int value = valueTo - valueFrom;
        ensure((long) HEADS + name + value);
        page[at++] = LABEL;
        varint(1 + size(name) + name + 1 + size(value) + value);
        page[at++] = NAME;
        varint(name);
        put(names, nameFrom, name);
        page[at++] = VALUE;
        varint(value);
        put(values, valueFrom, value);
        return this;
    }

    public LabelRoom label(String name, String value) {
        return label(bytes(name), bytes(value));
    }

    LabelRoom label(byte[] name, byte[] value) {
        return label(name, 0, name.length, value, 0, value.length);
    }

    /** Labels laid out before. */
    LabelRoom laid(byte[] labels, int from, int to) {
        ensure((long) to - from);
        put(labels, from, to - from);
        return this;
    }

    /** The labels since {@link #begin}, apart from the room. */
    byte[] copy() {
        return Arrays.copyOfRange(page, start, at);
    }

    /** What follows belongs to the labels since {@link #begin}. */
    public void name(WriteReceiver receiver) {
        receiver.series(page, start, at);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void put(byte[] from, int first, int length) {
        System.arraycopy(from, first, page, at, length);
        at += length;
    }

    /** A full page stays with those that were told of it; what was begun goes on in a new one. */
    private void ensure(long needed) {
        if (page.length - at >= needed) {
            return;
        }
        int begun = at - start;
        long length = Math.max(PAGE, (begun + needed) * 2);
        used += length;
        if (used > LARGEST) {
            throw new WireError(0, "the labels of this message together take more than " + LARGEST + " bytes; send less at once");
        }
        var next = new byte[(int) length];
        System.arraycopy(page, start, next, 0, begun);
        page = next;
        start = 0;
        at = begun;
    }

    private void varint(int value) {
        int left = value;
        for (; left > 0x7f; left >>>= 7) {
            page[at++] = (byte) (left | 0x80);
        }
        page[at++] = (byte) left;
    }

    private static int size(int value) {
        int size = 1;
        for (int left = value; left > 0x7f; left >>>= 7) {
            size++;
        }
        return size;
    }
}
