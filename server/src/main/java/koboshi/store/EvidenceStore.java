package koboshi.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** Files by the SHA-256 of their content. */
public final class EvidenceStore {
    private final Path folder;

    public EvidenceStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    public Optional<Path> find(String hash) {
        return Optional.of(folder.resolve(hash)).filter(Files::exists);
    }

    /** @return the content's real hash; it is kept only if that is the promised one */
    public String keep(String promised, InputStream content) throws IOException {
        var arriving = folder.resolve(".arriving-" + UUID.randomUUID());
        try {
            var found = write(content, arriving);
            if (found.equals(promised)) {
                Files.move(arriving, folder.resolve(promised), StandardCopyOption.ATOMIC_MOVE);
            }
            return found;
        } finally {
            Files.deleteIfExists(arriving);
        }
    }

    private static String write(InputStream content, Path to) throws IOException {
        var digest = sha256();
        try (var reading = new DigestInputStream(content, digest);
                var out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            reading.transferTo(java.nio.channels.Channels.newOutputStream(out));
            out.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
