package koboshi.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A leak on the real service, with a real Koboshi and a client that stands outside. How long nobody was answered depends on the machine; whether it is foreseen does not. */
class AgeingFallTest {
    /** Leaks as quickly as any seed does: its line is a good half minute away. */
    private static final long SEED = 10;
    private static final Path FAULTS = Path.of(System.getenv("KOBOSHI_HOME"), "services/live-qa-faults/target");
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(75);

    @Test
    void aLeakIsForeseenAndEndsInARestartAndNothingIsLeftBehind() throws Exception {
        assumeTrue(Files.isDirectory(FAULTS.resolve("lib")), "live-qa-faults is not packaged: run mvnw verify at the top");

        var report = new AgeingRehearsal(Ageing.LEAK, SEED, true, LONG_ENOUGH, step -> System.out.println("  " + step)).run();

        System.out.println(report.table());
        report.timeline().forEach(System.out::println);
        assertThat(report.restarts()).as("begun anew").isNotEmpty();
        assertThat(report.foreseen()).as("foreseen, ahead of its line").isNotEmpty().allMatch(Duration::isPositive);
        assertThat(report.unforeseen()).as("ends nobody asked for").isZero();
        assertThat(report.ledger().total()).isGreaterThan(report.ledger().failed());
        assertThat(Sightings.of(FAULTS.toString())).as("processes left").isEmpty();
        assertThat(stages()).as("folders left").isEmpty();
    }

    /** Of this checkout alone: others may rehearse beside us. */
    private static List<Path> stages() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("koboshi-stage-")).filter(AgeingFallTest::ours).toList();
        }
    }

    private static boolean ours(Path stage) {
        try {
            return Files.readString(stage.resolve("koboshi.yaml")).contains(FAULTS.toString());
        } catch (IOException _) {
            // Another's, being taken away just now.
            return false;
        }
    }
}
