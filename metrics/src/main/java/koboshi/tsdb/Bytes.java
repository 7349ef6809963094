package koboshi.tsdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes growing at their end, least significant first. */
final class Bytes {
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LONGEST_VARINT = 10;

    private byte[] array;
    private int size;

    Bytes(int capacity) {
        array = new byte[capacity];
    }

    /** What was written lies at the beginning of it. */
    byte[] array() {
        return array;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** Forgets what was written from there on. */
    void cutTo(int shorter) {
        size = shorter;
    }

    byte[] copy() {
        return Arrays.copyOf(array, size);
    }

    void need(int more) {
        if (size + more > array.length) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, size + more));
        }
    }

    void put(int single) {
        need(1);
        array[size++] = (byte) single;
    }

    void putInt(int value) {
        need(Integer.BYTES);
        INTS.set(array, size, value);
        size += Integer.BYTES;
    }

    void putLong(long value) {
        need(Long.BYTES);
        LONGS.set(array, size, value);
        size += Long.BYTES;
    }

    void putDouble(double value) {
        putLong(Double.doubleToRawLongBits(value));
    }

    /** Seven bits a byte, the small ones short; negative numbers take ten bytes. */
    void putVarint(long value) {
        need(LONGEST_VARINT);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            array[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[size++] = (byte) rest;
    }

    /** As a varint with the sign at the low end, so that small negative numbers are short too. */
    void putSigned(long value) {
        putVarint(zigzag(value));
    }

    void put(byte[] from, int at, int length) {
        need(length);
        System.arraycopy(from, at, array, size, length);
        size += length;
    }

    void putText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        putVarint(utf8.length);
        put(utf8, 0, utf8.length);
    }

    void setInt(int at, int value) {
        INTS.set(array, at, value);
    }

    void setByte(int at, int value) {
        array[at] = (byte) value;
    }

    /** Room for as many bytes, all zero. */
    int zeros(int length) {
        need(length);
        Arrays.fill(array, size, size + length, (byte) 0);
        size += length;
        return size - length;
    }

    static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }
}
