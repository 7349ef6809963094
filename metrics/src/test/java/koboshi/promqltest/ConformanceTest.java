package koboshi.promqltest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import koboshi.promql.Options;
import org.junit.jupiter.api.Test;

/** Prometheus's own tests of the language, read from beside the checkout. */
class ConformanceTest {
    @Test
    void givesWhatPrometheusGives() throws IOException {
        var folder = Shared.folder("conformance/promqltest");
        if (folder.isEmpty()) {
            System.out.println("CONFORMANCE SKIPPED: no folder shared/conformance/promqltest above this module, and KOBOSHI_SHARED is not set");
        }
        assumeTrue(folder.isPresent(), "no shared/conformance beside the checkout");

        var failures = scripts(folder.get()).stream().flatMap(ConformanceTest::failures).toList();

        assertThat(failures).isEmpty();
    }

    private static List<Path> scripts(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".test")).sorted().toList();
        }
    }

    private static Stream<String> failures(Path file) {
        try {
            var report = Script.run(Files.readString(file), Options.standard().experimental());
            System.out.printf("%-28s passed %4d  failed %3d  skipped %3d%n", file.getFileName(), report.passed(), report.failed().size(), report.skipped().size());
            report.skipped().forEach(skipped -> System.out.println("  skipped " + file.getFileName() + ":" + skipped));
            return report.failed().stream().map(failed -> file.getFileName() + ":" + failed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
