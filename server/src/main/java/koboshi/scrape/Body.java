package koboshi.scrape;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Bytes of an answer, growing, and never beyond a limit. To be closed when they are not needed any more. */
final class Body implements AutoCloseable {
    private static final int SMALLEST = 8 << 10;

    private final Room room;
    private final long most;
    private byte[] bytes;
    private int size;
    private boolean closed;

    /** @param expected the size the last one had */
    Body(Room room, long most, int expected) {
        this.room = room;
        this.most = most;
        bytes = new byte[Math.clamp(expected + expected / 8, SMALLEST, Room.FREE)];
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    synchronized void add(ByteBuffer more) throws ScrapeFailure {
        int length = more.remaining();
        need(length);
        more.get(bytes, size, length);
        size += length;
    }

    private void need(int more) throws ScrapeFailure {
        if (closed) {
            throw new ScrapeFailure("nobody waits for it any more");
        }
        if (size + (long) more > most) {
            throw new ScrapeFailure("its answer is larger than body_size_limit (" + most + " bytes)");
        }
        if (size + more > bytes.length) {
            int capacity = (int) Math.min(Math.max(size + (long) more, bytes.length * 2L), Math.max(most, size + more));
            if (!room.grow(bytes.length, capacity)) {
                throw new ScrapeFailure("its answer is too large for the memory there is for answers, beside those of other targets");
            }
            bytes = Arrays.copyOf(bytes, capacity);
        }
    }

    /** What was packed, into another; unpacking stops at its limit, whatever the packed bytes promise. */
    void unpackInto(Body other) throws ScrapeFailure {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes, 0, size), SMALLEST)) {
            do {
                // An empty read is asked for only where there is room.
                other.need(1);
                int read = in.read(other.bytes, other.size, other.bytes.length - other.size);
                if (read < 0) {
                    return;
                }
                other.size += read;
            } while (other.size <= other.most);
            throw new ScrapeFailure("its answer, unpacked, is larger than body_size_limit (" + other.most + " bytes)");
        } catch (ZipException | EOFException e) {
            throw new ScrapeFailure("its answer says it is packed with gzip but cannot be unpacked: " + e.getMessage());
        } catch (IOException e) {
            throw new ScrapeFailure("its answer cannot be unpacked: " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            room.giveBack(bytes.length);
        }
    }
}
