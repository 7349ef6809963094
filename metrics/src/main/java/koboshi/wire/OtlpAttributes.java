package koboshi.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The attributes of a resource or a data point: names and values as they lie in the message, translated when they are laid out as labels.
 *
 * <p>A label's name has letters, digits and underscores only; attributes whose names become the same share one label, their values joined by semicolons.
 */
final class OtlpAttributes {
    private static final int KEY = Cursor.tag(1, Cursor.BYTES);
    private static final int VALUE = Cursor.tag(2, Cursor.BYTES);
    /** Those of one name are found by comparing each with each, which must not keep anybody busy for long. */
    private static final int MOST = 1_000;
    private static final byte[] DIGIT_FIRST = {'k', 'e', 'y', '_'};

    private final byte[] message;
    private byte[][] names = new byte[16][];
    private int[] nameFroms = new int[16];
    private int[] nameTos = new int[16];
    private byte[][] values = new byte[16][];
    private int[] valueFroms = new int[16];
    private int[] valueTos = new int[16];
    private int count;
    private boolean translated;

    OtlpAttributes(byte[] message) {
        this.message = message;
    }

    void clear() {
        count = 0;
        translated = false;
    }

    /** @param cursor before one attribute, whose field's number was read */
    void add(Cursor cursor) {
        if (count == MOST) {
            throw new WireError(cursor.at, "more than " + MOST + " attributes");
        }
        var inner = OtlpValue.inner(cursor);
        grow();
        name(inner.at, inner.at);
        value(message, inner.at, inner.at);
        while (inner.more()) {
            int tag = inner.tag();
            if (tag == KEY) {
                int behind = inner.endOfBytes();
                name(inner.at, behind);
                inner.at = behind;
            } else if (tag == VALUE) {
                value(OtlpValue.inner(inner));
            } else {
                inner.refuseKind(tag, 1, 2);
                inner.skip(tag);
            }
        }
        count++;
    }

    private void grow() {
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            nameFroms = Arrays.copyOf(nameFroms, count * 2);
            nameTos = Arrays.copyOf(nameTos, count * 2);
            values = Arrays.copyOf(values, count * 2);
            valueFroms = Arrays.copyOf(valueFroms, count * 2);
            valueTos = Arrays.copyOf(valueTos, count * 2);
        }
    }

    private void name(int from, int to) {
        if (plain(message, from, to)) {
            names[count] = message;
            nameFroms[count] = from;
            nameTos[count] = to;
        } else {
            names[count] = translated(new String(message, from, to - from, StandardCharsets.UTF_8));
            nameFroms[count] = 0;
            nameTos[count] = names[count].length;
            translated = true;
        }
    }

    private static boolean plain(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!letter(bytes[i]) && (bytes[i] < '0' || bytes[i] > '9' || i == from)) {
                return false;
            }
        }
        return true;
    }

    private static boolean letter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static byte[] translated(String name) {
        var text = name.codePoints().map(c -> letter(c) || c >= '0' && c <= '9' ? c : '_').toArray();
        boolean digitFirst = text[0] >= '0' && text[0] <= '9';
        var bytes = digitFirst ? Arrays.copyOf(DIGIT_FIRST, DIGIT_FIRST.length + text.length) : new byte[text.length];
        int at = bytes.length - text.length;
        for (int c : text) {
            bytes[at++] = (byte) c;
        }
        return bytes;
    }

    /** Nearly all values are texts, which stay where they are. */
    private void value(Cursor inner) {
        int start = inner.at;
        if (inner.more() && inner.tag() == OtlpValue.TEXT) {
            int behind = inner.endOfBytes();
            if (behind == inner.end) {
                value(message, inner.at, behind);
                return;
            }
        }
        inner.at = start;
        var text = LabelRoom.bytes(OtlpValue.text(inner));
        value(text, 0, text.length);
    }

    private void value(byte[] bytes, int from, int to) {
        values[count] = bytes;
        valueFroms[count] = from;
        valueTos[count] = to;
    }

    /** The value of an attribute by its name as a label, taken out; the empty text where there is none. */
    String take(String name) {
        var wanted = LabelRoom.bytes(name);
        for (int i = 0; i < count; i++) {
            if (named(i, wanted)) {
                var value = new String(values[i], valueFroms[i], valueTos[i] - valueFroms[i], StandardCharsets.UTF_8);
                nameTos[i] = nameFroms[i];
                return value;
            }
        }
        return "";
    }

    private boolean named(int at, byte[] name) {
        return Arrays.equals(names[at], nameFroms[at], nameTos[at], name, 0, name.length);
    }

    boolean isEmpty() {
        for (int i = 0; i < count; i++) {
            if (nameTos[i] > nameFroms[i]) {
                return false;
            }
        }
        return true;
    }

    /** @param except names of labels that are given otherwise */
    void lay(LabelRoom room, byte[]... except) {
        if (translated && twice()) {
            joined(except).forEach(room::label);
            return;
        }
        for (int i = 0; i < count; i++) {
            if (nameTos[i] > nameFroms[i] && !given(i, except)) {
                room.label(names[i], nameFroms[i], nameTos[i], values[i], valueFroms[i], valueTos[i]);
            }
        }
    }

    private boolean given(int at, byte[]... except) {
        for (var name : except) {
            if (named(at, name)) {
                return true;
            }
        }
        return false;
    }

    private boolean twice() {
        for (int i = 1; i < count; i++) {
            for (int j = 0; j < i; j++) {
                if (Arrays.equals(names[i], nameFroms[i], nameTos[i], names[j], nameFroms[j], nameTos[j])) {
                    return true;
                }
            }
        }
        return false;
    }

    private Map<String, String> joined(byte[]... except) {
        var labels = new TreeMap<String, String>();
        for (int i = 0; i < count; i++) {
            if (nameTos[i] > nameFroms[i] && !given(i, except)) {
                labels.merge(new String(names[i], nameFroms[i], nameTos[i] - nameFroms[i], StandardCharsets.UTF_8),
                        new String(values[i], valueFroms[i], valueTos[i] - valueFroms[i], StandardCharsets.UTF_8), (one, other) -> one + ";" + other);
            }
        }
        return labels;
    }
}
