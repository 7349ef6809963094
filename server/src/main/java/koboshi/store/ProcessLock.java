package koboshi.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One process to a state folder: two would each believe they hold the hands. */
public final class ProcessLock implements AutoCloseable {
    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException in words, when another process holds the folder */
    public static ProcessLock take(Path folder) throws IOException {
        Files.createDirectories(folder);
        var channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new ProcessLock(channel);
            }
        } catch (OverlappingFileLockException _) {
            // Held by this very process: refused like any other.
        }
        channel.close();
        throw new IOException("another Koboshi already works in " + folder + "; stop it first, or use another state folder");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
