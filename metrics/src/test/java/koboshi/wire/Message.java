package koboshi.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes protobuf's encoding, right or wrong, as a test wants it. */
final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static byte[] of(Consumer<Message> fields) {
        var message = new Message();
        fields.accept(message);
        return message.bytes();
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    Message varint(long value) {
        long left = value;
        for (; (left & ~0x7fL) != 0; left >>>= 7) {
            out.write((int) (left & 0x7f | 0x80));
        }
        out.write((int) left);
        return this;
    }

    Message number(int field, long value) {
        return varint(field << 3).varint(value);
    }

    Message zigzag(int field, long value) {
        return number(field, value << 1 ^ value >> 63);
    }

    Message fixed(int field, double value) {
        varint(field << 3 | 1);
        out.writeBytes(eight(value));
        return this;
    }

    /** A whole number in eight bytes. */
    Message eight(int field, long value) {
        return fixed(field, Double.longBitsToDouble(value));
    }

    Message raw(byte one) {
        out.write(one);
        return this;
    }

    Message text(int field, String text) {
        return bytes(field, utf8(text));
    }

    Message bytes(int field, byte[] bytes) {
        varint(field << 3 | 2).varint(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    Message in(int field, Consumer<Message> inner) {
        return bytes(field, of(inner));
    }

    Message label(String name, String value) {
        return in(1, label -> label.bytes(1, utf8(name)).bytes(2, utf8(value)));
    }

    Message sample(double value, long millis) {
        return in(2, sample -> sample.fixed(1, value).number(2, millis));
    }

    Message span(int field, int offset, int length) {
        return in(field, span -> span.zigzag(1, offset).number(2, length));
    }

    Message deltas(int field, long... deltas) {
        return in(field, packed -> {
            for (long delta : deltas) {
                packed.varint(delta << 1 ^ delta >> 63);
            }
        });
    }

    Message packed(int field, double... values) {
        varint(field << 3 | 2).varint(values.length * 8L);
        for (double value : values) {
            out.writeBytes(eight(value));
        }
        return this;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] eight(double value) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array();
    }
}
