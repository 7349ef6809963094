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

    /** The next byte, which stays the next. */
    int peek() {
        int single = next();
        at--;
        return single;
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
        return text("");
    }

    /** @param guess given back where it is the same text, so that there are fewer copies */
    String text(String guess) {
        int length = count(left());
        int start = skip(length);
        return same(guess, start, length) ? guess : new String(array, start, length, StandardCharsets.UTF_8);
    }

    /** Bytes of letters beyond ASCII are negative and equal no letter. */
    private boolean same(String guess, int start, int length) {
        if (guess.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (array[start + i] != guess.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
