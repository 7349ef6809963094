package koboshi.agent.fact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import koboshi.signal.Evidence;

/**
 * Evidence by content: each file bears its own SHA-256, and what the server lacks is marked in {@code waiting/}.
 *
 * <p>The folder is bounded; the oldest goes first.
 */
public final class EvidenceFolder {
    private static final long MOST_BYTES = 200L << 20;

    private final Path folder;
    private final Path waiting;
    private volatile Runnable told = () -> {};

    public EvidenceFolder(Path folder) throws IOException {
        this.folder = folder;
        this.waiting = Files.createDirectories(folder.resolve("waiting"));
    }

    /** Called after every new piece of evidence, from the thread that kept it. */
    public void whenKept(Runnable told) {
        this.told = told;
    }

    public Evidence keep(String name, String text) {
        var content = text.getBytes(StandardCharsets.UTF_8);
        var hash = sha256(content);
        try {
            var next = Files.createTempFile(folder, "next", ".part");
            Files.write(next, content);
            show(next, hash);
        } catch (IOException trouble) {
            throw new UncheckedIOException("evidence " + name + " cannot be kept in " + folder, trouble);
        }
        told.run();
        return new Evidence(name, hash, content.length);
    }

    /** The mark first: should we die in between, a file without one would never be sent. */
    private synchronized void show(Path next, String hash) throws IOException {
        Files.writeString(waiting.resolve(hash), "");
        Files.move(next, folder.resolve(hash), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Files the server does not have yet. The scar: one that was marked and not in place yet was taken for one that is gone, and never sent. */
    public synchronized List<Path> waiting() throws IOException {
        try (var marks = Files.list(waiting)) {
            return marks.map(mark -> folder.resolve(mark.getFileName())).toList();
        }
    }

    /** The server has it, or it is gone. */
    public void settled(Path file) throws IOException {
        Files.deleteIfExists(waiting.resolve(file.getFileName()));
        prune();
    }

    private void prune() throws IOException {
        List<Path> byAge;
        try (var files = Files.list(folder)) {
            byAge = files.filter(Files::isRegularFile).sorted(Comparator.comparing((Path file) -> file.toFile().lastModified()).reversed()).toList();
        }
        long bytes = 0;
        for (var file : byAge) {
            bytes += file.toFile().length();
            if (bytes > MOST_BYTES) {
                Files.deleteIfExists(file);
                Files.deleteIfExists(waiting.resolve(file.getFileName()));
            }
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
