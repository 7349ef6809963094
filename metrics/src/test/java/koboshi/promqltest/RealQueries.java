package koboshi.promqltest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Queries people wrote: those of the conformance scripts and of published alerting rules, read from beside the checkout. */
public final class RealQueries {
    private RealQueries() {}

    /** The expressions of alerting rules; empty without the material. */
    public static List<String> ofRules() {
        return lines("conformance/awesome-prometheus-alerts", ".yml").map(String::strip)
                .filter(line -> line.startsWith("expr: '") && line.endsWith("'"))
                .map(line -> line.substring(7, line.length() - 1).replace("''", "'"))
                .filter(query -> !query.isEmpty() && !query.contains("{{"))
                .toList();
    }

    /** The queries of the conformance scripts; empty without the material. */
    public static List<String> ofScripts() {
        return lines("conformance/promqltest", ".test").map(String::strip)
                .filter(line -> line.startsWith("eval "))
                .map(line -> line.replaceFirst("eval (instant at \\S+|range from \\S+ to \\S+ step \\S+)\\s+", ""))
                .toList();
    }

    private static Stream<String> lines(String folder, String ending) {
        var path = Shared.folder(folder);
        if (path.isEmpty()) {
            return Stream.empty();
        }
        try (var files = Files.walk(path.get())) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream().flatMap(RealQueries::lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
