package liveqa;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Secrets come from a file or from the environment, and are never printed. */
final class Secrets {
    private Secrets() {}

    static Optional<String> read(Path file, String variable, String flag) throws CannotStart {
        try {
            var text = file == null ? System.getenv(variable) : Files.readString(file);
            var secret = Optional.ofNullable(text).map(String::strip).filter(found -> !found.isEmpty());
            if (file != null && secret.isEmpty()) throw new CannotStart(flag + ": the file " + file + " is empty", null);
            // What is not one word of printable characters is another file than was meant, and breaks a header.
            if (secret.isPresent() && !secret.get().matches("[!-~]{1,500}")) throw new CannotStart(flag + ": the secret must be one line of letters, digits and signs", null);
            return secret;
        } catch (IOException e) {
            throw new CannotStart(flag + ": cannot read " + file + ": " + e, e);
        }
    }
}
