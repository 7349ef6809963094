package koboshi.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One file of the configuration.
 *
 * @param name as problems call it
 * @param folder where its relative paths start
 */
record SourceFile(String name, Path folder, String text) {
    static final int LARGEST = 4 << 20;

    static Optional<SourceFile> read(Path path, String name, Report report) {
        try {
            return decoded(path, name, report);
        } catch (IOException trouble) {
            report.problem(Place.top(name), "", "cannot be read: " + trouble.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private static Optional<SourceFile> decoded(Path path, String name, Report report) throws IOException {
        // A pipe or device could block or never end.
        if (!Files.isRegularFile(path)) {
            report.problem(Place.top(name), "", Files.exists(path) ? "not a file; expected YAML" : "no such file");
            return Optional.empty();
        }
        byte[] bytes;
        try (var in = Files.newInputStream(path)) {
            bytes = in.readNBytes(LARGEST + 1);
        }
        if (bytes.length > LARGEST) {
            report.problem(Place.top(name), "", "too large; expected at most 4MiB");
            return Optional.empty();
        }
        return text(bytes, name, report).map(text -> new SourceFile(name, path.toAbsolutePath().normalize().getParent(), text));
    }

    private static Optional<String> text(byte[] bytes, String name, Report report) {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        var result = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).decode(in, out, true);
        var text = out.flip().toString();
        if (result.isError()) {
            report.problem(Place.after(name, text), "", "not UTF-8; expected the file to be saved as UTF-8");
            return Optional.empty();
        }
        // Some editors put a byte order mark in front.
        return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }
}
