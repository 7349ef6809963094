package koboshi.tsdb;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The first twelve bytes of every file: what it is, and the number of its format. */
final class Magic {
    static final int LENGTH = 12;

    private Magic() {}

    /** @param name seven letters */
    static byte[] of(String name, int format) {
        var header = new Bytes(LENGTH);
        header.put((name + "\n").getBytes(StandardCharsets.US_ASCII), 0, 8);
        header.putInt(format);
        return header.copy();
    }

    /**
     * Checks that a file begins as expected.
     *
     * @throws Damaged for another kind of file, or a format of a later version
     */
    static void check(MemorySegment file, byte[] expected) {
        byte[] start = file.asSlice(0, Math.min(LENGTH, file.byteSize())).toArray(ValueLayout.JAVA_BYTE);
        if (start.length < LENGTH || !Arrays.equals(start, 0, 8, expected, 0, 8)) {
            throw new Damaged("it does not begin with " + new String(expected, 0, 7, StandardCharsets.US_ASCII));
        }
        int format = (int) Bytes.INTS.get(start, 8);
        int known = (int) Bytes.INTS.get(expected, 8);
        if (format != known) {
            throw new Damaged("it is of format " + format + ", this version reads format " + known);
        }
    }
}
