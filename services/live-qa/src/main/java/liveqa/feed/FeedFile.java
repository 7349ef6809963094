package liveqa.feed;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows a file of JSON lines that another program writes the live chat to.
 *
 * <p>How far it was read is kept in a small file of its own, written after the messages were taken: after a sudden death
 * a few are read twice, and their ids tell.
 */
public final class FeedFile implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("feed");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final int PORTION = 256 * 1024;

    private final Path file;
    private final Path position;
    private final Feed feed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String trouble;

    public FeedFile(Path file, Path position, Feed feed) {
        this.file = file;
        this.position = position;
        this.feed = feed;
        Thread.ofVirtual().name("feed").start(this::follow);
    }

    private void follow() {
        try {
            while (!closed.await(GLANCE.toMillis(), TimeUnit.MILLISECONDS)) glance();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void glance() throws InterruptedException {
        try {
            long from = readUpTo();
            long to = takeFrom(from);
            if (to != from) write(to);
            trouble = null;
        } catch (NoSuchFileException e) {
            failed("no such file yet: " + e.getMessage());
        } catch (IOException e) {
            failed(e.toString());
        }
    }

    private void failed(String why) {
        if (trouble == null) LOG.log(System.Logger.Level.WARNING, "feed " + file + ": " + why + "; trying on");
        trouble = why;
    }

    /** Why the file cannot be followed just now, if so. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** A file shorter than what was read of it is a new one. */
    private long readUpTo() throws IOException {
        long read = Files.exists(position) ? Long.parseLong(Files.readString(position).strip()) : 0;
        return read > Files.size(file) ? 0 : read;
    }

    private void write(long offset) throws IOException {
        var fresh = position.resolveSibling(position.getFileName() + ".new");
        Files.writeString(fresh, Long.toString(offset));
        Files.move(fresh, position, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Takes the whole lines from there on, and returns where it stopped: at a half line, or where the queue was full. */
    private long takeFrom(long from) throws IOException, InterruptedException {
        var portion = read(from);
        int start = 0;
        for (int at = 0; at < portion.length; at++) {
            if (portion[at] != '\n') continue;
            if (!take(new String(portion, start, at - start, StandardCharsets.UTF_8), from + start)) return from + start;
            start = at + 1;
        }
        return skipsTooLong(portion, start) ? from + portion.length : from + start;
    }

    private boolean skipsTooLong(byte[] portion, int start) {
        boolean endless = start == 0 && portion.length == PORTION;
        if (endless) LOG.log(System.Logger.Level.WARNING, "feed " + file + ": a line longer than " + PORTION + " bytes was skipped");
        return endless;
    }

    private byte[] read(long from) throws IOException {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(from);
            var bytes = new byte[(int) Math.min(PORTION, in.length() - from)];
            in.readFully(bytes);
            return bytes;
        }
    }

    private boolean take(String line, long at) throws InterruptedException {
        if (line.isBlank()) return true;
        try {
            return feed.take(List.of(CommentText.comment(JSON.readTree(line)))).refused() == 0;
        } catch (IllegalArgumentException | JacksonException e) {
            LOG.log(System.Logger.Level.WARNING, "feed " + file + " at byte " + at + ": " + e.getMessage() + "; skipped");
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
