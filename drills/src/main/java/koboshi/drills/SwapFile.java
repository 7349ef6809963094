package koboshi.drills;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Real swap for the length of a drill: a file that is swapped to, and taken away again. */
final class SwapFile implements AutoCloseable {
    private static final int PIECE = 8 << 20;
    private static final long PATIENCE_SECONDS = 60;

    private final Path file;

    /** This host does not let us have swap. */
    static final class NotHere extends Exception {
        private static final long serialVersionUID = 1;

        NotHere(String why) {
            super(why);
        }
    }

    private SwapFile(Path file) {
        this.file = file;
    }

    /** @throws NotHere with what the host said */
    static SwapFile on(long bytes) throws IOException, NotHere, InterruptedException {
        var file = Files.createTempFile("koboshi-swap-", "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        var swap = new SwapFile(file);
        // A Ctrl-C must not leave a host swapping to a file that is about to be deleted.
        Runtime.getRuntime().addShutdownHook(new Thread(swap::close, "close-swap"));
        try {
            fill(file, bytes);
            run(List.of("mkswap", file.toString()));
            run(List.of("swapon", file.toString()));
            return swap;
        } catch (IOException | NotHere trouble) {
            Files.deleteIfExists(file);
            throw trouble;
        }
    }

    /** Written out, for the kernel takes no file with holes. */
    private static void fill(Path file, long bytes) throws IOException {
        var zeros = ByteBuffer.allocateDirect(PIECE);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long written = 0; written < bytes; written += PIECE) {
                zeros.clear();
                while (zeros.hasRemaining()) {
                    channel.write(zeros);
                }
            }
        }
    }

    private static void run(List<String> command) throws IOException, NotHere, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null")).start();
        } catch (IOException missing) {
            throw new NotHere(command.getFirst() + " cannot be run: " + missing.getMessage());
        }
        var said = new String(process.getInputStream().readAllBytes()).strip();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new NotHere(String.join(" ", command) + ": " + said);
        }
    }

    /** Back to as it was. What still lies there is fetched into memory, for which its process should have ended before. */
    @Override
    public synchronized void close() {
        if (!Files.exists(file)) {
            return;
        }
        try {
            run(List.of("swapoff", file.toString()));
            Files.deleteIfExists(file);
        } catch (IOException | NotHere trouble) {
            System.err.println("koboshi: the host still swaps to " + file + ": " + trouble.getMessage() + "; end it by: swapoff " + file + " && rm " + file);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
