package koboshi.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The right to be the only agent of a folder: two keepers of one service would start it twice. The kernel ends it with the process. */
record Sole(FileChannel channel, FileLock lock) implements AutoCloseable {
    /** @return empty when another agent has it */
    static Optional<Sole> of(Path state) throws IOException {
        Files.createDirectories(state);
        var channel = FileChannel.open(file(state), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = tryLock(channel);
        if (lock.isEmpty()) {
            channel.close();
            return Optional.empty();
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
        return Optional.of(new Sole(channel, lock.get()));
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException _) {
            return Optional.empty();
        }
    }

    static String holder(Path state) throws IOException {
        return Files.readString(file(state)).trim();
    }

    private static Path file(Path state) {
        return state.resolve("lock");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
