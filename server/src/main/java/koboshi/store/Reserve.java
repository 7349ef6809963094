package koboshi.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Room on the disk kept for the day it is full: given up so that the last entries can still be written. */
public final class Reserve {
    private static final int BYTES = 8 << 20;

    private final Path file;

    public Reserve(Path folder) {
        this.file = folder.resolve("reserve");
    }

    /** Written out, not merely sized: a hole in a file reserves nothing. */
    public void hold() throws IOException {
        if (Files.exists(file) && Files.size(file) >= BYTES) {
            return;
        }
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
        } catch (IOException _) {
            return false;
        }
    }

    public long usableBytes() {
        return file.toAbsolutePath().getParent().toFile().getUsableSpace();
    }
}
