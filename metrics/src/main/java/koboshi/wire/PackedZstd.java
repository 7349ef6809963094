package koboshi.wire;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;

/** Unpacks zstd, which may carry the length of what is in it at its beginning. */
public final class PackedZstd {
    private PackedZstd() {}

    /**
     * How long it will be once unpacked, as it says itself; negative where it does not say.
     *
     * @throws WireError when it does not begin as zstd does
     */
    public static long length(byte[] packed, int length) {
        try {
            return new ZstdJavaDecompressor().getDecompressedSize(packed, 0, length);
        } catch (RuntimeException e) {
            throw broken(e);
        }
    }

    /**
     * Unpacks into the beginning of an array.
     *
     * @return how many bytes there were
     * @throws WireError when it is not zstd, or there are more
     */
    public static int unpack(byte[] packed, int length, byte[] into) {
        try {
            return new ZstdJavaDecompressor().decompress(packed, 0, length, into, 0, into.length);
        } catch (RuntimeException e) {
            throw broken(e);
        }
    }

    /** The library has no one exception for all that can be wrong. */
    private static WireError broken(RuntimeException e) {
        int offset = e instanceof MalformedInputException malformed ? (int) malformed.getOffset() : 0;
        return new WireError(offset, "zstd: not its format, or longer than it says");
    }
}
