package koboshi.tsdb;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The append log: what was acknowledged since the head was last written out, in numbered segments.
 *
 * <p>An append has reached the operating system when it returns, so that it outlives this process; {@link #sync} brings it to the disk, so that it outlives the
 * machine. Not for two threads at once, save for sync.
 */
final class Log implements Closeable {
    static final byte[] HEADER = Magic.of("KOBOLOG", 1);
    /** What is ours in the folder of logs; file managers and editors leave files of their own there. */
    private static final Pattern OURS = Pattern.compile("\\d{8,18}\\.(log|head|head\\.tmp)");

    private final Path folder;
    private volatile FileChannel channel;
    private long number;
    private volatile long written;
    private volatile FileChannel unsynced;

    Log(Path folder, long number) throws IOException {
        this.folder = folder;
        open(number);
    }

    static Path segment(Path folder, long number) {
        return folder.resolve("%08d.log".formatted(number));
    }

    static List<Path> segments(Path folder) throws IOException {
        return files(folder).stream().filter(file -> file.toString().endsWith(".log")).toList();
    }

    /** Segments and heads, finished or not, in the order of their numbers. */
    static List<Path> files(Path folder) throws IOException {
        return Blocks.children(folder).stream().filter(Log::ours).toList();
    }

    static boolean ours(Path file) {
        return OURS.matcher(file.getFileName().toString()).matches() && Files.isRegularFile(file);
    }

    static long number(Path segment) {
        var name = segment.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    long number() {
        return number;
    }

    /** Bytes in the current segment. */
    long size() {
        return written;
    }

    private void open(long next) throws IOException {
        var opened = FileChannel.open(segment(folder, next), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            opened.write(ByteBuffer.wrap(HEADER));
        } catch (IOException e) {
            opened.close();
            Files.deleteIfExists(segment(folder, next));
            throw e;
        }
        channel = opened;
        number = next;
        written = HEADER.length;
    }

    /** What is appended from now on lies in the next segment. */
    long roll() throws IOException {
        sync();
        var last = channel;
        open(number + 1);
        last.close();
        return number;
    }

    /**
     * Appends whole records, all of them or none.
     *
     * @throws IOException the disk took them not, or not all; the log is as before
     */
    void append(Bytes records) throws IOException {
        var buffer = ByteBuffer.wrap(records.array(), 0, records.size());
        try {
            channel.position(written);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (ClosedChannelException e) {
            reopen();
            throw e;
        } catch (IOException e) {
            channel.truncate(written);
            throw e;
        }
        written += records.size();
        unsynced = channel;
    }

    /** A thread that is interrupted while it writes closes the channel, and all others write through the same. */
    private void reopen() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            channel = FileChannel.open(segment(folder, number), StandardOpenOption.WRITE);
            channel.truncate(written);
            unsynced = channel;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void sync() throws IOException {
        var dirty = unsynced;
        if (dirty != null) {
            unsynced = null;
            force(dirty);
        }
    }

    private void force(FileChannel dirty) throws IOException {
        try {
            dirty.force(false);
        } catch (ClosedChannelException _) {
            // Rolled meanwhile, which synced it; or an interrupted writer is just opening it again.
            unsynced = channel;
        }
    }

    @Override
    public void close() throws IOException {
        sync();
        channel.close();
    }
}
