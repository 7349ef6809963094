package liveqa.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shortened form: what is remembered is full after its first tenth. {@code bench/run soak} is the long one. */
class SoakTest {
    private @TempDir Path folder;

    @Test
    void nothingGrowsWithTheNumberOfQuestions() throws Exception {
        var steps = new Soak(folder).run(60_000, 10, _ -> { });
        assertThat(Soak.verdict(steps)).startsWith("flat");
        assertThat(steps).allSatisfy(step -> assertThat(step.diskBytes()).isLessThan(100_000_000));
        assertThat(steps.getLast().tickets()).isLessThan(12_000);
    }
}
