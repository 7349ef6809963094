package koboshi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class BesideTest {
    /** The same as the measurement of ten minutes, for twenty seconds. */
    @Test
    void prometheusAnswersTheSameFromWhatBothScraped() throws Exception {
        Beside.missing().ifPresent(name -> Assumptions.abort("needs the package " + name));
        var table = new ByteArrayOutputStream();
        try (var beside = new Beside(new PrintStream(table), Duration.ofSeconds(1))) {
            beside.start();
            beside.run(Duration.ofSeconds(24));
            assertThat(beside.differences(Duration.ofSeconds(10))).as(table.toString()).isEmpty();
        }
    }
}
