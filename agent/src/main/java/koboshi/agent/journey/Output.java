package koboshi.agent.journey;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a program writes what it says.
 *
 * <p>A file, for a pipe cannot be read well: whoever left the program's session holds it open for ever, and the last words of a program that has just
 * ended are lost when the JDK takes them away in the middle of a read.
 */
final class Output implements AutoCloseable {
    static final int MOST = 1 << 20;

    private final Path file;

    /** Readable by nobody else. */
    Output() throws IOException {
        file = Files.createTempFile("koboshi-step-", ".out");
    }

    File file() {
        return file.toFile();
    }

    boolean tooMuch() throws IOException {
        return Files.size(file) > MOST;
    }

    String text() throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST), StandardCharsets.UTF_8).stripTrailing();
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }
}
