package koboshi.drills;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Processes by what their command line contains, as the kernel lists them. */
final class Sightings {
    private Sightings() {}

    static List<Long> of(String part) {
        try (var processes = Files.list(Path.of("/proc"))) {
            return processes.map(path -> path.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(Long::parseLong)
                    .filter(pid -> commandLine(pid).contains(part))
                    .toList();
        } catch (IOException trouble) {
            throw new IllegalStateException("/proc cannot be read", trouble);
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            // It ended while we looked.
            return "";
        }
    }
}
