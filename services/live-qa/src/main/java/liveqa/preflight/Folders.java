package liveqa.preflight;

import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that may not be there yet. */
final class Folders {
    private Folders() {}

    /** The folder itself, or the nearest above it that exists: it will be made there. */
    static Path existing(Path folder) {
        for (var at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            if (Files.exists(at)) return at;
        }
        return folder.toAbsolutePath().getRoot();
    }
}
