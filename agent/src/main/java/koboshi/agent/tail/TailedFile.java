package koboshi.agent.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A log that grows, is moved aside for a new one, or begins anew in place.
 *
 * <p>A file is known by what it is, not by its name: one that was moved is read to its end before the new one is begun. A line counts when its end is there;
 * only of a file that nobody will write to any more the rest without an end counts as one.
 */
final class TailedFile {
    private static final Duration NEW = Duration.ofMinutes(1);
    private static final int PIECE = 256 << 10;
    /** Longer lines are cut into several. */
    private static final int LONGEST_LINE = 64 << 10;
    private static final long FARTHEST_BEHIND = 64L << 20;
    private static final long CAUGHT_UP_FROM = 8L << 20;

    private final Path path;
    private FileChannel open;
    private String key;
    private long offset;
    private boolean leaving;

    /**
     * What is new.
     *
     * @param position to remember once these arrived
     * @param skipped bytes that were left out because there were too many of them
     * @param more whether it is worth reading again at once
     */
    record Piece(List<String> lines, Position position, long skipped, boolean more) {}

    /** @param before how far it was brought by an earlier agent; one never followed before is followed from its present end */
    TailedFile(Path path, Optional<Position> before) throws IOException {
        this.path = path;
        if (before.isPresent()) {
            resume(before.get());
        } else if (Files.exists(path)) {
            openFrom(path, isNew(path) ? 0 : Files.size(path));
        }
    }

    /** A service that was started just now said its first words already. */
    private static boolean isNew(Path file) throws IOException {
        var made = Files.readAttributes(file, BasicFileAttributes.class).creationTime().toInstant();
        return made.isAfter(Instant.now().minus(NEW));
    }

    /** It may have been moved while nobody looked. */
    private void resume(Position before) throws IOException {
        for (var candidate : candidates()) {
            if (key(candidate).filter(before.file()::equals).isPresent()) {
                openFrom(candidate, before.offset());
                return;
            }
        }
    }

    private List<Path> candidates() throws IOException {
        var all = new ArrayList<Path>();
        all.add(path);
        if (Files.isDirectory(path.getParent())) {
            try (var siblings = Files.newDirectoryStream(path.getParent(), one -> one.getFileName().toString().startsWith(path.getFileName().toString()))) {
                siblings.forEach(all::add);
            }
        }
        return all;
    }

    /** Device and number of the file; nothing where there is none. */
    private static Optional<String> key(Path file) throws IOException {
        try {
            return Optional.of(String.valueOf(Files.readAttributes(file, BasicFileAttributes.class).fileKey()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private void openFrom(Path file, long from) throws IOException {
        var found = key(file);
        open = FileChannel.open(file, StandardOpenOption.READ);
        key = found.orElse("");
        offset = from;
    }

    /** What is new; empty where there is nothing. It comes again until {@link #arrived} was called. */
    Optional<Piece> read() throws IOException {
        if (open == null && !begin()) {
            return Optional.empty();
        }
        if (open.size() < offset) {
            offset = 0;
        }
        long skipped = skipped();
        var bytes = bytes(offset + skipped);
        int end = endOfLines(bytes);
        if (end > 0 || skipped > 0) {
            leaving = false;
            return Optional.of(new Piece(lines(bytes, end), new Position(key, offset + skipped + end), skipped, bytes.length == PIECE));
        }
        return moved() ? leave(bytes) : Optional.empty();
    }

    /** Its writer may still have something in hand, so it is looked at once more before it is left; what has no end by then is a line. */
    private Optional<Piece> leave(byte[] rest) throws IOException {
        if (!leaving) {
            leaving = true;
            return Optional.empty();
        }
        if (rest.length > 0) {
            return Optional.of(new Piece(lines(rest, rest.length), new Position(key, offset + rest.length), 0, false));
        }
        leaving = false;
        open.close();
        open = null;
        return begin() ? read() : Optional.empty();
    }

    private boolean begin() throws IOException {
        if (!Files.exists(path)) {
            return false;
        }
        openFrom(path, 0);
        return true;
    }

    /** Rather the newest than all of it hours late. */
    private long skipped() throws IOException {
        long behind = open.size() - offset;
        return behind <= FARTHEST_BEHIND ? 0 : behind - CAUGHT_UP_FROM;
    }

    private byte[] bytes(long from) throws IOException {
        var buffer = ByteBuffer.allocate((int) Math.min(PIECE, open.size() - from));
        while (buffer.hasRemaining() && open.read(buffer, from + buffer.position()) >= 0) {
            // Until the piece is full or the file ends.
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** Whether another file has the name now. */
    private boolean moved() throws IOException {
        return key(path).filter(found -> !found.equals(key)).isPresent();
    }

    private static int endOfLines(byte[] bytes) {
        for (int i = bytes.length; i > 0; i--) {
            if (bytes[i - 1] == '\n') {
                return i;
            }
        }
        return bytes.length >= LONGEST_LINE ? bytes.length : 0;
    }

    private static List<String> lines(byte[] bytes, int end) {
        var lines = new ArrayList<String>();
        for (int from = 0; from < end; ) {
            int to = from;
            while (to < end && bytes[to] != '\n' && to - from < LONGEST_LINE) {
                to++;
            }
            int length = to > from && bytes[to - 1] == '\r' ? to - from - 1 : to - from;
            if (length > 0) {
                lines.add(new String(bytes, from, length, StandardCharsets.UTF_8));
            }
            from = to < end && bytes[to] == '\n' ? to + 1 : to;
        }
        return lines;
    }

    void arrived(Piece piece) {
        if (piece.position().file().equals(key)) {
            offset = piece.position().offset();
        }
    }

    void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
