package koboshi.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
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

/** Files by the SHA-256 of their content, durable once kept. */
public final class EvidenceStore {
    private static final String ARRIVING = ".arriving-";

    private final Path folder;

    public EvidenceStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        forgetHalfArrived();
    }

    /** Whoever sent them hears nothing and sends them again. */
    private void forgetHalfArrived() throws IOException {
        try (var left = Files.newDirectoryStream(folder, ARRIVING + "*")) {
            for (var half : left) {
                Files.deleteIfExists(half);
            }
        }
    }

    public Optional<Path> find(String hash) {
        return Optional.of(folder.resolve(hash)).filter(Files::exists);
    }

    /** @return the content's real hash; it is kept only if that is the promised one */
    public String keep(String promised, InputStream content) throws IOException {
        var arriving = folder.resolve(ARRIVING + UUID.randomUUID());
        try {
            var found = write(content, arriving);
            if (found.equals(promised)) {
                Files.move(arriving, folder.resolve(promised), StandardCopyOption.ATOMIC_MOVE);
                force();
            }
            return found;
        } finally {
            Files.deleteIfExists(arriving);
        }
    }

    /** A name is durable when its folder is. */
    private void force() throws IOException {
        try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static String write(InputStream content, Path to) throws IOException {
        var digest = sha256();
        try (var reading = new DigestInputStream(content, digest);
                var out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            reading.transferTo(Channels.newOutputStream(out));
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
