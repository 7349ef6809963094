package koboshi.integration.otlp;

import java.io.ByteArrayOutputStream;

/** Writes fields in protobuf's encoding, one after the other. */
final class Protobuf {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] bytes() {
        return out.toByteArray();
    }

    void tag(int field, int wire) {
        varint((long) field << 3 | wire);
    }

    void bytes(int field, byte[] value) {
        tag(field, 2);
        varint(value.length);
        out.writeBytes(value);
    }

    void zigzag(long value) {
        varint(value << 1 ^ value >> 63);
    }

    void fixed(long value) {
        little(value, Long.BYTES);
    }

    void fixed32(int value) {
        little(value, Integer.BYTES);
    }

    void varint(long value) {
        long left = value;
        for (; (left & ~0x7fL) != 0; left >>>= 7) {
            out.write((int) (left & 0x7f | 0x80));
        }
        out.write((int) left);
    }

    private void little(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> 8 * i));
        }
    }
}
