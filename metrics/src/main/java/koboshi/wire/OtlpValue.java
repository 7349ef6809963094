package koboshi.wire;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** An attribute's value as text: what is no text already is written as JSON would write it. */
final class OtlpValue {
    private static final int DEEPEST = 16;
    static final int TEXT = Cursor.tag(1, Cursor.BYTES);

    private OtlpValue() {}

    /** @param cursor at the fields of the value, and ends with them */
    static String text(Cursor cursor) {
        return text(cursor, false, 0);
    }

    private static String text(Cursor cursor, boolean quoted, int depth) {
        if (depth > DEEPEST) {
            throw new WireError(cursor.at, "a value holds others more than " + DEEPEST + " deep");
        }
        var text = quoted ? "null" : "";
        while (cursor.more()) {
            int tag = cursor.tag();
            text = switch (tag) {
                case 1 << 3 | Cursor.BYTES -> written(utf8(cursor), quoted);
                case 2 << 3 | Cursor.VARINT -> cursor.varint() != 0 ? "true" : "false";
                case 3 << 3 | Cursor.VARINT -> Long.toString(cursor.varint());
                case 4 << 3 | Cursor.FIXED64 -> number(cursor.fixed64());
                case 5 << 3 | Cursor.BYTES -> list(inner(cursor), depth);
                case 6 << 3 | Cursor.BYTES -> map(inner(cursor), depth);
                case 7 << 3 | Cursor.BYTES -> written(base64(cursor), quoted);
                default -> {
                    cursor.refuseKind(tag, 1, 2, 3, 4, 5, 6, 7);
                    cursor.skip(tag);
                    yield text;
                }
            };
        }
        return text;
    }

    /** The part of the message that comes, by itself; the cursor given stands behind it. */
    static Cursor inner(Cursor cursor) {
        int behind = cursor.endOfBytes();
        var inner = new Cursor(cursor.bytes, cursor.at, behind);
        cursor.at = behind;
        return inner;
    }

    static String utf8(Cursor cursor) {
        var inner = inner(cursor);
        return new String(inner.bytes, inner.at, inner.end - inner.at, StandardCharsets.UTF_8);
    }

    private static String base64(Cursor cursor) {
        var inner = inner(cursor);
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(inner.bytes, inner.at, inner.end));
    }

    private static String list(Cursor cursor, int depth) {
        var text = new StringBuilder("[");
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == Cursor.tag(1, Cursor.BYTES)) {
                text.append(text.length() > 1 ? "," : "").append(text(inner(cursor), true, depth + 1));
            } else {
                cursor.skip(tag);
            }
        }
        return text.append(']').toString();
    }

    private static String map(Cursor cursor, int depth) {
        var text = new StringBuilder("{");
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == Cursor.tag(1, Cursor.BYTES)) {
                text.append(text.length() > 1 ? "," : "").append(pair(inner(cursor), depth));
            } else {
                cursor.skip(tag);
            }
        }
        return text.append('}').toString();
    }

    private static String pair(Cursor cursor, int depth) {
        var key = "";
        var value = "null";
        while (cursor.more()) {
            int tag = cursor.tag();
            if (tag == Cursor.tag(1, Cursor.BYTES)) {
                key = utf8(cursor);
            } else if (tag == Cursor.tag(2, Cursor.BYTES)) {
                value = text(inner(cursor), true, depth + 1);
            } else {
                cursor.skip(tag);
            }
        }
        return written(key, true) + ":" + value;
    }

    private static String written(String text, boolean quoted) {
        if (!quoted) {
            return text;
        }
        var json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> json.append('\\').append((char) c);
                case '\n' -> json.append("\\n");
                default -> json.append(c < ' ' ? "\\u%04x".formatted(c) : Character.toString(c));
            }
        });
        return json.append('"').toString();
    }

    /** All its digits and no exponent, as bounds of buckets are spelt. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        var text = new BigDecimal(Double.toString(value)).toPlainString();
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
