package liveqa.question;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/** The append-only file of entries; one thread at a time. */
final class LogFile implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("log");
    private final Path path;
    private FileChannel channel;

    LogFile(Path path) {
        this.path = path;
    }

    /**
     * Gives every entry to {@code reader} and opens the file for appending.
     *
     * @throws IOException when a line other than the last is damaged: that is not what a sudden death leaves behind
     */
    void open(Consumer<Entry> reader) throws IOException {
        long whole = Files.exists(path) ? replay(reader) : 0;
        channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // A torn last line must go, or the next entry would be glued to it.
        channel.truncate(whole).position(whole);
    }

    private long replay(Consumer<Entry> reader) throws IOException {
        var bytes = Files.readAllBytes(path);
        int start = 0;
        int number = 1;
        for (int end = lineEnd(bytes, 0); end >= 0; end = lineEnd(bytes, start), number++) {
            reader.accept(entry(new String(bytes, start, end - start, StandardCharsets.UTF_8), number));
            start = end + 1;
        }
        if (start < bytes.length) {
            LOG.log(System.Logger.Level.WARNING, path + " line " + number + ": torn (" + (bytes.length - start)
                    + " bytes without an end): dropped; it was never acknowledged");
        }
        return start;
    }

    private Entry entry(String line, int number) throws IOException {
        try {
            return EntryText.entry(line);
        } catch (RuntimeException e) {
            throw new IOException(path + " line " + number + ": not an entry of this log: " + e.getMessage(), e);
        }
    }

    private static int lineEnd(byte[] bytes, int from) {
        for (int at = from; at < bytes.length; at++) {
            if (bytes[at] == '\n') return at;
        }
        return -1;
    }

    /** All lines are on the disk when this returns; none of them counts when it throws. */
    void append(List<byte[]> lines) throws IOException {
        long before = channel.position();
        try {
            write(channel, lines);
        } catch (IOException | RuntimeException e) {
            takeBack(before);
            throw e;
        }
    }

    private static void write(FileChannel to, List<byte[]> lines) throws IOException {
        var all = ByteBuffer.allocate(lines.stream().mapToInt(line -> line.length).sum());
        lines.forEach(all::put);
        all.flip();
        while (all.hasRemaining()) to.write(all);
        to.force(false);
    }

    /** Half an entry on a full disk would spoil every later one. */
    private void takeBack(long size) throws IOException {
        channel.truncate(size).position(size);
    }

    long size() throws IOException {
        return channel.position();
    }

    /** Puts a new file with these entries alone in place of the old, or leaves the old when it cannot. */
    void replaceWith(List<byte[]> lines) throws IOException {
        var fresh = path.resolveSibling(path.getFileName() + ".new");
        var next = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try {
            write(next, lines);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder();
        } catch (IOException | RuntimeException e) {
            next.close();
            throw e;
        }
        channel.close();
        channel = next;
    }

    /** The rename itself must survive a power cut too. */
    private void forceFolder() throws IOException {
        try (var folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
