package koboshi.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Room on the disk kept for the day it is full: given up so that the last entries can still be written. */
public final class Reserve {
    private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);
    public static final int BYTES = 8 << 20;

    private final Path file;

    public Reserve(Path folder) {
        this.file = folder.resolve("reserve");
    }

    /**
     * Written out, not merely sized: a hole in a file reserves nothing. Where there is no room for it, nothing is held, so that what room there
     * is stays for the journal.
     *
     * @return whether it is held now
     */
    public boolean hold() {
        try {
            if (!Files.exists(file) || Files.size(file) < BYTES) {
                write();
            }
            return true;
        } catch (IOException trouble) {
            LOG.warn("no room is held in reserve: {}", trouble.getMessage());
            release();
            return false;
        }
    }

    private void write() throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var block = ByteBuffer.allocate(1 << 20);
            for (int written = 0; written < BYTES; written += block.capacity()) {
                channel.write(block.clear());
            }
            channel.force(true);
        }
    }

    /** @return whether there was anything to give up */
    public boolean release() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException trouble) {
            LOG.warn("the reserve cannot be given up: {}", trouble.getMessage());
            return false;
        }
    }

    public long usableBytes() {
        return file.toAbsolutePath().getParent().toFile().getUsableSpace();
    }
}
