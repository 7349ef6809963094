package koboshi.tsdb;

import java.nio.charset.StandardCharsets;

/** Reads what {@link Bytes} wrote; whatever is not there or makes no sense is {@link Damaged}, never another error. */
final class Cursor {
    private final byte[] array;
    private final int end;
    private int at;

    Cursor(byte[] array, int from, int to) {
        this.array = array;
        this.at = from;
        this.end = to;
    }

    byte[] array() {
        return array;
    }

    int at() {
        return at;
    }

    int left() {
        return end - at;
    }

    /** Steps over as many bytes. */
    int skip(int length) {
        if (length < 0 || length > end - at) {
            throw new Damaged("it ends early: " + length + " bytes wanted at " + at + ", " + (end - at) + " are there");
        }
        at += length;
        return at - length;
    }

    int next() {
        return array[skip(1)] & 0xff;
    }

    int nextInt() {
        return (int) Bytes.INTS.get(array, skip(Integer.BYTES));
    }

    long nextLong() {
        return (long) Bytes.LONGS.get(array, skip(Long.BYTES));
    }

    double nextDouble() {
        return Double.longBitsToDouble(nextLong());
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int single = next();
            value |= (long) (single & 0x7f) << shift;
            if (single < 0x80) {
                return value;
            }
        }
        throw new Damaged("a number of more than ten bytes at " + at);
    }

    long signed() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A varint that counts something, no more than given. */
    int count(int most) {
        long value = varint();
        if (value < 0 || value > most) {
            throw new Damaged("a count of " + value + " at " + at + ", at most " + most + " makes sense");
        }
        return (int) value;
    }

    String text() {
        int length = count(left());
        return new String(array, skip(length), length, StandardCharsets.UTF_8);
    }
}
