package koboshi.wire;

import java.util.Arrays;

/** Writes fields in protobuf's encoding, one after the other. Not for two threads at once. */
public final class Protobuf {
    private static final int LONGEST_VARINT = 10;

    private byte[] bytes = new byte[256];
    private int size;

    public byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    public int size() {
        return size;
    }

    /** Begins anew. */
    public void clear() {
        size = 0;
    }

    public void tag(int field, int wire) {
        varint((long) field << 3 | wire);
    }

    public void bytes(int field, byte[] value) {
        bytes(field, value, value.length);
    }

    /** What another one has gathered, as one field. */
    public void message(int field, Protobuf inner) {
        bytes(field, inner.bytes, inner.size);
    }

    private void bytes(int field, byte[] value, int length) {
        tag(field, Cursor.BYTES);
        varint(length);
        append(value, length);
    }

    private void append(byte[] value, int length) {
        room(length);
        System.arraycopy(value, 0, bytes, size, length);
        size += length;
    }

    public void varint(int field, long value) {
        tag(field, Cursor.VARINT);
        varint(value);
    }

    public void fixed(int field, double value) {
        tag(field, Cursor.FIXED64);
        fixed(Double.doubleToRawLongBits(value));
    }

    public void zigzag(long value) {
        varint(value << 1 ^ value >> 63);
    }

    public void fixed(long value) {
        little(value, Long.BYTES);
    }

    public void fixed32(int value) {
        little(value, Integer.BYTES);
    }

    public void varint(long value) {
        room(LONGEST_VARINT);
        long left = value;
        for (; (left & ~0x7fL) != 0; left >>>= 7) {
            bytes[size++] = (byte) (left & 0x7f | 0x80);
        }
        bytes[size++] = (byte) left;
    }

    private void little(long value, int many) {
        room(many);
        for (int i = 0; i < many; i++) {
            bytes[size++] = (byte) (value >>> 8 * i);
        }
    }

    private void room(int more) {
        if (bytes.length < size + more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    /** Packed with snappy. */
    byte[] packed() {
        return Packed.pack(bytes, size);
    }
}
