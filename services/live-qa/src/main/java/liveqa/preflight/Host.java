package liveqa.preflight;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * The host as the checks see it. Files of the system are read below {@code root} and programs are run by {@code programs}, so that a prepared folder and
 * invented outputs are a host too; the folders and addresses of {@code intent} are taken as they are.
 */
record Host(Path root, Programs programs, Web web, Map<String, String> environment, Jvm jvm, Intent intent, Attest attest, Clock clock) {
    private static final int MOST = 256 * 1024;

    Path path(String absolute) {
        return root.resolve(absolute.substring(1));
    }

    boolean has(String absolute) {
        return Files.exists(path(absolute));
    }

    /** The file's text, at most 256 KiB; empty when there is none or it may not be read. Files of /proc have no length, so they are read to their end. */
    Optional<String> text(String absolute) {
        try (var in = Files.newInputStream(path(absolute))) {
            return Optional.of(new String(in.readNBytes(MOST), StandardCharsets.UTF_8));
        } catch (IOException _) {
            return Optional.empty(); // Each check says what the absence of its file means.
        }
    }

    Optional<String> line(String absolute) {
        return text(absolute).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** What the program printed, if it is there and ended well. */
    Optional<String> said(String... command) {
        return programs.run(Programs.SHORT, "", command) instanceof Programs.Ended(int code, String out) && code == 0 ? Optional.of(out.strip())
                : Optional.empty();
    }

    LocalDate today() {
        return LocalDate.now(clock);
    }

    /** Ubuntu and Debian name some packages' shelves differently. */
    boolean isUbuntu() {
        return text("/etc/os-release").filter(text -> text.lines().anyMatch(line -> line.equals("ID=ubuntu"))).isPresent();
    }
}
