package liveqa.air;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** The files of the on-air page: the bundled ones, and in their place those of a folder of the user's, which may change while we run. */
public final class PageFiles {
    private static final System.Logger LOG = System.getLogger("air");
    private static final List<String> BUNDLED = List.of("air.html", "air.css", "air.js", "stage.html", "stage.js", "stage.css", "programme.js", "answer.js", "avatar.js", "sound.js", "settings.html", "settings.js", "settings.css");
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}\\.(html|js|css|svg|png|woff2)");
    private static final int LARGEST = 8 << 20;
    private static final long LOOK_AGAIN_MILLIS = 1_000;
    private final Path own;
    private final String bundled = sum(BUNDLED.stream().map(this::bundled).flatMap(Optional::stream).toList());
    private long lookedAt;
    private String version = bundled;

    /** {@code own} is the user's folder, or null. */
    public PageFiles(Path own) {
        this.own = own;
    }

    public Optional<byte[]> file(String name) throws IOException {
        if (!NAME.matcher(name).matches()) return Optional.empty();
        var file = own == null ? null : own.resolve(name);
        if (file == null || !Files.isRegularFile(file)) return bundled(name);
        return Files.size(file) > LARGEST ? Optional.empty() : Optional.of(Files.readAllBytes(file));
    }

    private Optional<byte[]> bundled(String name) {
        try (var in = PageFiles.class.getResourceAsStream("/liveqa/air/" + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the bundled page cannot be read: " + name, e);
            return Optional.empty();
        }
    }

    /** Changes whenever a page that is loaded now would look or behave differently. */
    public synchronized String version(long now) {
        if (own == null || now - lookedAt < LOOK_AGAIN_MILLIS) return version;
        lookedAt = now;
        try (var files = Files.list(own)) {
            version = bundled + sum(files.filter(file -> NAME.matcher(file.getFileName().toString()).matches()).sorted().limit(100).map(PageFiles::read).toList());
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "the folder of the page cannot be looked at now; the pages stay", e);
        }
        return version;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String sum(List<byte[]> files) {
        var sum = new CRC32();
        files.forEach(sum::update);
        return Long.toHexString(sum.getValue());
    }
}
