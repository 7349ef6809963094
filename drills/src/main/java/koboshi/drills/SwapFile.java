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
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Real swap for the length of a drill: a file that is swapped to, and taken away again. */
final class SwapFile implements AutoCloseable {
    private static final int PIECE = 8 << 20;
    private static final long PATIENCE_SECONDS = 60;
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

    private final Path file;
    private boolean swapping;
    private boolean closed;

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

    /**
     * @param folders where it may lie, the first that will do: the kernel swaps to a disk and to no memory
     * @throws NotHere with what the host said
     */
    static SwapFile on(long bytes, List<Path> folders) throws NotHere, InterruptedException {
        var file = created(bytes, folders);
        var swap = new SwapFile(file);
        // A Ctrl-C must not leave a host swapping to a file that is about to be deleted.
        Runtime.getRuntime().addShutdownHook(new Thread(swap::close, "close-swap"));
        try {
            fill(file, bytes);
            run(List.of("mkswap", file.toString()));
            swap.begin();
            return swap;
        } catch (NotHere trouble) {
            swap.close();
            throw trouble;
        }
    }

    private static Path created(long bytes, List<Path> folders) throws NotHere {
        var why = new StringBuilder();
        for (var folder : folders) {
            try {
                var store = Files.getFileStore(folder);
                if (IN_MEMORY.contains(store.type())) {
                    why.append("; ").append(folder).append(" is memory itself (").append(store.type()).append(')');
                } else if (store.getUsableSpace() < bytes) {
                    why.append("; ").append(folder).append(" has only ").append(store.getUsableSpace() >> 20).append(" MiB free");
                } else {
                    return Files.createTempFile(folder, "koboshi-swap-", "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                }
            } catch (IOException trouble) {
                why.append("; ").append(folder).append(": ").append(trouble);
            }
        }
        throw new NotHere("no place for a file of " + (bytes >> 20) + " MiB" + why);
    }

    /** Together with the note that it is so: a Ctrl-C meanwhile waits, and then knows. */
    private synchronized void begin() throws NotHere, InterruptedException {
        if (closed) {
            throw new NotHere(file + " was taken away already");
        }
        run(List.of("swapon", file.toString()));
        swapping = true;
    }

    /** Written out, for the kernel takes no file with holes. */
    private static void fill(Path file, long bytes) throws NotHere {
        var zeros = ByteBuffer.allocateDirect(PIECE);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long written = 0; written < bytes; written += PIECE) {
                zeros.clear();
                while (zeros.hasRemaining()) {
                    channel.write(zeros);
                }
            }
        } catch (IOException trouble) {
            throw new NotHere("cannot write " + file + " of " + (bytes >> 20) + " MiB: " + trouble.getMessage());
        }
    }

    private static void run(List<String> command) throws NotHere, InterruptedException {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null")).start();
            var said = new String(process.getInputStream().readAllBytes()).strip();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new NotHere(String.join(" ", command) + ": " + said);
            }
        } catch (IOException missing) {
            throw new NotHere(command.getFirst() + " cannot be run: " + missing.getMessage());
        }
    }

    /** Back to as it was. What still lies there is fetched into memory, for which its process should have ended before. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        try {
            if (swapping) {
                run(List.of("swapoff", file.toString()));
            }
            closed = true;
            Files.deleteIfExists(file);
        } catch (NotHere trouble) {
            System.err.println("koboshi: the host still swaps to " + file + ": " + trouble.getMessage() + "; end it by: swapoff " + file + " && rm " + file);
        } catch (IOException trouble) {
            System.err.println("koboshi: " + file + " is left, and nothing swaps to it: " + trouble.getMessage());
        } catch (InterruptedException _) {
            System.err.println("koboshi: interrupted while the host still swaps to " + file + "; end it by: swapoff " + file + " && rm " + file);
            Thread.currentThread().interrupt();
        }
    }
}
