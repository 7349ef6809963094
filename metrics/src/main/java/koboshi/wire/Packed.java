package koboshi.wire;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import java.util.Arrays;

/** Packs and unpacks snappy's block format, which carries the length of what is in it at its beginning. */
public final class Packed {
    private Packed() {}

    /**
     * How long it will be once unpacked, as it says itself.
     *
     * @throws WireError when it does not say so, or says what no array can hold
     */
    public static int length(byte[] packed, int length) {
        long declared = new Cursor(packed, 0, length).varint();
        if (declared < 0 || declared > Integer.MAX_VALUE - 64) {
            throw new WireError(0, "snappy: a length of " + Long.toUnsignedString(declared) + " bytes");
        }
        return (int) declared;
    }

    public static byte[] pack(byte[] plain, int length) {
        var compressor = new SnappyJavaCompressor();
        var packed = new byte[compressor.maxCompressedLength(length)];
        return Arrays.copyOf(packed, compressor.compress(plain, 0, length, packed, 0, packed.length));
    }

    /**
     * Unpacks into the beginning of an array at least as long as {@link #length} says.
     *
     * @throws WireError when it is not snappy, or not as long as it says
     */
    public static void unpack(byte[] packed, int length, byte[] into) {
        try {
            new SnappyJavaDecompressor().decompress(packed, 0, length, into, 0, into.length);
        } catch (MalformedInputException e) {
            throw new WireError((int) e.getOffset(), "snappy: not its block format");
        }
    }
}
