package koboshi.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder nobody else may look into: what is granted to agents holds the services' secrets. */
final class OwnersOnly {
    private OwnersOnly() {}

    static Path folder(Path path) throws IOException {
        var folder = Files.createDirectories(path);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        return folder;
    }
}
