package koboshi.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The falls on the real service, with a real Koboshi and a client that stands outside. How fast is measured elsewhere; here it is whether. */
class FallsTest {
    @BeforeAll
    static void theServiceIsPackaged() {
        var jars = Path.of(System.getenv("KOBOSHI_HOME"), "services/live-qa-faults/target/lib");
        boolean there = Files.isDirectory(jars);
        if (!there) {
            System.err.println("SKIPPED: live-qa-faults is not packaged; run mvnw verify at the top");
        }
        assumeTrue(there, "live-qa-faults is not packaged: run mvnw verify at the top");
    }

    @ParameterizedTest
    @EnumSource(Fall.class)
    void itGetsUpAgainAndTheEvidenceTellsWhatItWas(Fall fall) throws Exception {
        var report = new Rehearsal(fall, 42, step -> System.out.println("  " + step)).run();

        System.out.println(report.table());
        assertThat(report.ledger().total()).isPositive();
        assertThat(report.ledger().failed()).as("it really fell").isPositive();
        assertThat(report.measured().answering()).as("it answers again").isPresent();
        assertThat(report.measured().acted()).as("another process runs").isPresent();
        assertThat(report.account().answering()).as("Koboshi saw it too").isPresent();
        assertThat(report.measured().named()).as("evidence: " + report.account().finding()).isTrue();
    }
}
