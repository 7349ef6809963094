package liveqa.setting;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A small file that is replaced as a whole: after a power cut the old or the new one is there, never half of one. */
public record KeptFile(Path path) {
    private static final int LARGEST = 4 << 20;

    public Optional<byte[]> read() throws IOException {
        if (!Files.exists(path)) return Optional.empty();
        if (Files.size(path) > LARGEST) throw new IOException(path + " is larger than " + LARGEST + " bytes: not ours");
        return Optional.of(Files.readAllBytes(path));
    }

    /** The bytes are on the disk when this returns. */
    public void write(byte[] bytes) throws IOException {
        var fresh = path.resolveSibling(path.getFileName() + ".new");
        try (var out = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) out.write(left);
            out.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (var folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** Puts a file that cannot be read aside, for a person to look at, and returns where. */
    public Path putAside() throws IOException {
        return Files.move(path, path.resolveSibling(path.getFileName() + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
    }
}
