package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlotsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            questions_waiting > 50                            | questions_waiting > 50.0
            sum(rate(x[5m])) by (job) <= 0.5                  | sum(rate(x[5m])) by (job) <= 0.5
            512 * 1024 < process_resident_memory_bytes        | process_resident_memory_bytes > 524288.0
            (a > 1) and on(job) (b < -2)                      | a > 1.0; b < -2.0
            a > 1 or a > 1                                    | a > 1.0
            a > bool 3                                        | a > 3.0
            a / b                                             | a / b
            a > b                                             | a; b
            a < time() - 3600                                 | a; time() - 3600
            a > scalar(b)                                     | a; scalar(b)
            absent(up{job="web"})                             | up{job="web"}
            absent_over_time(up[5m])                          | up
            (sum(a)) >= (3 + 1)                               | sum(a) >= 4.0
            """)
    void drawsWhatIsComparedAndTheLineItIsComparedWith(String condition, String drawn) {
        assertThat(Plots.of(condition).stream()
                        .map(plot -> plot.query() + plot.line().map(line -> " " + line.sign() + " " + line.at()).orElse(""))
                        .collect(Collectors.joining("; ")))
                .isEqualTo(drawn);
    }
}
