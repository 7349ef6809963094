package koboshi.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a secret is kept. The secret itself is fetched at the moment of use and lives in no record that is printed or journaled. */
public sealed interface Secret {
    record Environment(String name) implements Secret {}

    record File(Path path) implements Secret {}

    /** As another program's file has it. */
    record Written(String text) implements Secret {
        /** Never the secret itself, wherever a record is printed. */
        @Override
        public String toString() {
            return "Written[...]";
        }
    }

    /** Larger than any key or certificate. */
    int LARGEST = 64 << 10;

    /** @throws IOException naming the variable or file that is missing, never its content; mend that and try again */
    default String value() throws IOException {
        return switch (this) {
            case Environment(var name) -> variable(name);
            case File(var path) -> content(path);
            case Written(var text) -> text;
        };
    }

    /** Why the secret cannot be fetched now, if it cannot. */
    default Optional<String> trouble() {
        try {
            value();
            return Optional.empty();
        } catch (IOException trouble) {
            return Optional.of(trouble.getMessage());
        }
    }

    private static String variable(String name) throws IOException {
        var value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IOException("environment variable " + name + " is not set");
        }
        // As with files: what fills variables from files often leaves the line's end in.
        return value.stripTrailing();
    }

    private static String content(Path path) throws IOException {
        var bytes = bytes(path);
        // Editors end the last line; no secret does.
        var value = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
        if (value.isEmpty() || bytes.length > LARGEST) {
            throw new IOException("file " + path + (value.isEmpty() ? " is empty" : " is larger than 64KiB"));
        }
        return value;
    }

    private static byte[] bytes(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException("file " + path + " is not there");
        }
        try (var in = Files.newInputStream(path)) {
            return in.readNBytes(LARGEST + 1);
        } catch (IOException trouble) {
            throw new IOException("file " + path + " cannot be read", trouble);
        }
    }
}
