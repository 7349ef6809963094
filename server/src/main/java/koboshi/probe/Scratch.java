package koboshi.probe;

import java.nio.ByteBuffer;

/**
 * Room for what is read or written at once and not kept, for one thread: connections that wait hold nothing.
 *
 * @param incoming more than the largest record of TLS
 * @param outgoing more than the largest record of TLS
 * @param plain what {@code incoming} may unpack to, and one record more
 */
record Scratch(ByteBuffer incoming, ByteBuffer outgoing, ByteBuffer plain) {
    private static final int RECORD = 40 << 10;

    Scratch() {
        this(ByteBuffer.allocateDirect(RECORD), ByteBuffer.allocateDirect(RECORD), ByteBuffer.allocateDirect(2 * RECORD));
    }
}
