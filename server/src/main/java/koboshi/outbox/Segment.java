package koboshi.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One file of an outbox: frames, each of which holds a packed message.
 *
 * <p>A frame is the length of its message, its checksum, how many samples it holds, when it was written, and the message.
 */
final class Segment implements AutoCloseable {
    static final int HEAD = Integer.BYTES * 3 + Long.BYTES;
    private static final int LARGEST = 64 << 20;

    /** @param end where the next frame begins */
    record Frame(int samples, long writtenMillis, byte[] message, long end) {}

    final long number;
    private final Path file;
    private final FileChannel channel;

    private Segment(long number, Path file, FileChannel channel) {
        this.number = number;
        this.file = file;
        this.channel = channel;
    }

    static Segment open(Path folder, long number) throws IOException {
        var file = file(folder, number);
        return new Segment(number, file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    static Path file(Path folder, long number) {
        return folder.resolve("%012d.out".formatted(number));
    }

    /** @return where the next frame begins */
    long append(long at, int samples, long nowMillis, byte[] message) throws IOException {
        var frame = ByteBuffer.allocate(HEAD + message.length).putInt(message.length).putInt(checksum(message)).putInt(samples).putLong(nowMillis).put(message).flip();
        long place = at;
        while (frame.hasRemaining()) {
            place += channel.write(frame, place);
        }
        return place;
    }

    /** The frame that begins there, if it is whole: what a kill cut off was told to nobody. */
    Optional<Frame> read(long at) throws IOException {
        var head = ByteBuffer.allocate(HEAD);
        if (!fill(head, at)) {
            return Optional.empty();
        }
        int length = head.getInt();
        int checksum = head.getInt();
        int samples = head.getInt();
        long written = head.getLong();
        if (length < 0 || length > LARGEST) {
            return Optional.empty();
        }
        var message = ByteBuffer.allocate(length);
        boolean whole = fill(message, at + HEAD) && checksum(message.array()) == checksum;
        return whole ? Optional.of(new Frame(samples, written, message.array(), at + HEAD + length)) : Optional.empty();
    }

    private boolean fill(ByteBuffer buffer, long at) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                return false;
            }
        }
        buffer.flip();
        return true;
    }

    private static int checksum(byte[] message) {
        var checksum = new CRC32C();
        checksum.update(message);
        return (int) checksum.getValue();
    }

    void force() throws IOException {
        channel.force(false);
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
