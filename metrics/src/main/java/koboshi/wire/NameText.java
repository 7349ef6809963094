package koboshi.wire;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes what names a series as the text format does, from names and values that stand in a message. */
final class NameText {
    private static final int LABEL_NAME = Cursor.tag(1, Cursor.BYTES);
    private static final int LABEL_VALUE = Cursor.tag(2, Cursor.BYTES);

    private final Cursor cursor;
    private int nameFrom;
    private int nameTo;
    private boolean plain;
    /** All labels, each with a comma behind it. */
    private byte[] labels = new byte[256];
    private int labelsSize;
    private byte[] bytes = new byte[256];
    private int size;

    NameText(Cursor cursor) {
        this.cursor = cursor;
    }

    void family(int from, int to) {
        nameFrom = from;
        nameTo = to;
        plain = plain(cursor.bytes, from, to);
    }

    private static boolean plain(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!TextExposition.inName(bytes[i])) {
                return false;
            }
        }
        return from < to && !(bytes[from] >= '0' && bytes[from] <= '9');
    }

    void noLabels() {
        labelsSize = 0;
    }

    /** Adds the label that stands at the cursor. */
    void label() {
        int end = cursor.end;
        int behind = cursor.endOfBytes();
        cursor.end = behind;
        int from = 0;
        int to = 0;
        int valueFrom = 0;
        int valueTo = 0;
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == LABEL_NAME) {
                to = cursor.endOfBytes();
                from = cursor.at;
                cursor.at = to;
            } else if (tag == LABEL_VALUE) {
                valueTo = cursor.endOfBytes();
                valueFrom = cursor.at;
                cursor.at = valueTo;
            } else {
                cursor.refuseKind(tag, 1, 2);
                cursor.skip(tag);
            }
        }
        cursor.end = end;
        size = labelsSize;
        var kept = bytes;
        bytes = labels;
        word(from, to, plain(cursor.bytes, from, to));
        put('=');
        quoted(cursor.bytes, valueFrom, valueTo);
        put(',');
        labels = bytes;
        labelsSize = size;
        bytes = kept;
    }

    /**
     * Writes a series of the family.
     *
     * @param suffix of the name
     * @param label one more label, or null
     * @return how many bytes were written to {@link #bytes}
     */
    int write(String suffix, String label, double value) {
        size = 0;
        if (plain) {
            put(cursor.bytes, nameFrom, nameTo);
            ascii(suffix);
        }
        if (plain && labelsSize == 0 && label == null) {
            return size;
        }
        put('{');
        if (!plain) {
            put('"');
            escaped(cursor.bytes, nameFrom, nameTo);
            ascii(suffix);
            ascii("\",");
        }
        put(labels, 0, labelsSize);
        if (label != null) {
            ascii(label + "=\"" + number(value) + "\",");
        }
        size--;
        put('}');
        return size;
    }

    byte[] bytes() {
        return bytes;
    }

    /** As Go writes bounds in OpenMetrics: the fewest digits, an exponent below 1e-4 and from 1e6, and never a whole number without its point. */
    static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return Double.doubleToRawLongBits(value) < 0 ? "-0.0" : "0.0";
        }
        var decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            var text = decimal.toPlainString();
            return text.indexOf('.') < 0 ? text + ".0" : text;
        }
        var digits = decimal.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "") + digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    private void word(int from, int to, boolean asIs) {
        if (asIs) {
            put(cursor.bytes, from, to);
        } else {
            quoted(cursor.bytes, from, to);
        }
    }

    private void quoted(byte[] from, int start, int to) {
        put('"');
        escaped(from, start, to);
        put('"');
    }

    private void escaped(byte[] from, int start, int to) {
        room((to - start) * 2);
        for (int i = start; i < to; i++) {
            byte one = from[i];
            if (one == '"' || one == '\\' || one == '\n') {
                bytes[size++] = '\\';
            }
            bytes[size++] = one == '\n' ? (byte) 'n' : one;
        }
    }

    private void ascii(String text) {
        var more = text.getBytes(StandardCharsets.US_ASCII);
        put(more, 0, more.length);
    }

    private void put(byte[] from, int start, int to) {
        room(to - start);
        System.arraycopy(from, start, bytes, size, to - start);
        size += to - start;
    }

    private void put(char one) {
        room(1);
        bytes[size++] = (byte) one;
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
