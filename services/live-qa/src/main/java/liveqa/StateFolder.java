package liveqa;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder of the log, held by one process: two would write over each other. The system lets go of it when we die. */
final class StateFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel lock;

    private StateFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static StateFolder take(Path folder) throws CannotStart {
        try {
            Files.createDirectories(folder);
            var lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock.tryLock() == null) throw taken(folder, null);
            return new StateFolder(folder, lock);
        } catch (OverlappingFileLockException e) {
            throw taken(folder, e);
        } catch (IOException e) {
            throw new CannotStart("cannot use the data folder " + folder + ": " + e, e);
        }
    }

    private static CannotStart taken(Path folder, Exception cause) {
        return new CannotStart("another live-qa uses the data folder " + folder + "; stop it or choose another with --data", cause);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
