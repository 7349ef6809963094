package koboshi.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads protobuf's encoding from a part of an array, and never beyond that part. */
final class Cursor {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;
    private static final int LARGEST_FIELD = (1 << 29) - 1;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    final byte[] bytes;
    int at;
    int end;

    Cursor(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        at = from;
        end = to;
    }

    boolean more() {
        return at < end;
    }

    /** Field number and kind, as one figure. */
    int tag() {
        // The first fifteen fields take one byte, and that is nearly all there is.
        return at < end && bytes[at] >= 8 ? bytes[at++] : longTag();
    }

    private int longTag() {
        int start = at;
        long tag = varint();
        if (tag >>> 3 == 0 || tag >>> 3 > LARGEST_FIELD) {
            throw new WireError(start, "no field has the number " + Long.toUnsignedString(tag >>> 3));
        }
        return (int) tag;
    }

    long varint() {
        if (at < end && bytes[at] >= 0) {
            return bytes[at++];
        }
        return longVarint();
    }

    private long longVarint() {
        int start = at;
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw new WireError(start, "a number is cut off");
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new WireError(start, "a number has more than ten bytes");
    }

    /** A whole number where small negative ones are short too. */
    long zigzag() {
        long value = varint();
        return value >>> 1 ^ -(value & 1);
    }

    int zigzag32() {
        int start = at;
        long value = zigzag();
        if (value != (int) value) {
            throw new WireError(start, "a number has more than 32 bits");
        }
        return (int) value;
    }

    double fixed64() {
        return Double.longBitsToDouble(whole64());
    }

    long whole64() {
        if (end - at < Long.BYTES) {
            throw new WireError(at, "a number of eight bytes is cut off");
        }
        long bits = (long) LONG.get(bytes, at);
        at += Long.BYTES;
        return bits;
    }

    /** Goes over the length of what comes, and tells where that will end. */
    int endOfBytes() {
        int start = at;
        long length = varint();
        if (length < 0 || length > end - at) {
            throw new WireError(start, "a length of " + Long.toUnsignedString(length) + " bytes where " + (end - at) + " are left");
        }
        return at + (int) length;
    }

    /** Goes over a field nobody asks for. */
    void skip(int tag) {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> fixed64();
            case BYTES -> at = endOfBytes();
            case FIXED32 -> fixed32();
            default -> throw new WireError(at, "field " + (tag >>> 3) + " is of a kind that does not exist (" + (tag & 7) + ")");
        }
    }

    private void fixed32() {
        if (end - at < Integer.BYTES) {
            throw new WireError(at, "a number of four bytes is cut off");
        }
        at += Integer.BYTES;
    }

    static int tag(int field, int kind) {
        return field << 3 | kind;
    }

    /** A field we know came as something else than it is. */
    void refuseKind(int tag, int... known) {
        for (int field : known) {
            if (tag >>> 3 == field) {
                throw new WireError(at, "field " + field + " is of the wrong kind (" + (tag & 7) + ")");
            }
        }
    }
}
