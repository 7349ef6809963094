package koboshi.agent.keep;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The files a service writes to: read from the end, and never more than a bounded piece. */
public final class Logs {
    private static final long ROTATE_AT = 10L << 20;
    private static final int PIECE = 256 << 10;

    private Logs() {}

    /** Moves a grown log aside, one old one being kept; a running process goes on writing to what it has open, so only at a start. */
    static void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > ROTATE_AT) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static long size(Path log) throws IOException {
        return Files.exists(log) ? Files.size(log) : 0;
    }

    public static List<String> lastLines(Path log, long from, int most) {
        var lines = tail(log, from).lines().toList();
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }

    /** The last piece of what was written after the given place. */
    public static String tail(Path log, long from) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long begin = Math.max(Math.min(from, file.length()), file.length() - PIECE);
            var bytes = new byte[(int) Math.min(PIECE, file.length() - begin)];
            file.seek(begin);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException _) {
            // No log yet, or none to be read: as if nothing had been written.
            return "";
        }
    }
}
