package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import koboshi.http.House.Measured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionTest {
    private static final long NOW = 1_777_600_000_000L;

    private static Measured one(String line) {
        return Exposition.parse(line, NOW).getFirst();
    }

    @Test
    void readsWhatPrometheusWrites() {
        var samples = Exposition.parse("""
                # HELP http_requests_total The total number.
                # TYPE http_requests_total counter
                http_requests_total{method="post",code="200",} 1027

                  spaced { path = "C:\\\\DIR\\n\\"x\\"" }\t+Inf
                plain NaN
                """, NOW);
        assertThat(samples).hasSize(3);
        assertThat(samples.get(0).labels()).hasToString("http_requests_total{code=\"200\",method=\"post\"}");
        assertThat(samples.get(1).labels().get("path")).isEqualTo("C:\\DIR\n\"x\"");
        assertThat(samples.get(1).sample().value()).isInfinite();
        assertThat(samples.get(2).sample().value()).isNaN();
    }

    @Test
    void judgesASampleByItsAgeHoweverItIsGiven() {
        assertThat(one("a 1 2.5").sample().millis()).isEqualTo(NOW - 2500);
        assertThat(one("a 1 " + (NOW - 4000)).sample().millis()).isEqualTo(NOW - 4000);
    }

    @Test
    void takesATimestampFromTheFutureAsNow() {
        assertThat(one("a 1 " + (NOW + 90_000)).sample().millis()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', value = {
        "{a=\"1\"} 1        | line 1, column 1: expected a metric name",
        "1a 1               | line 1, column 1: expected a metric name",
        "a                  | line 1, column 2: expected a number",
        "a 1d               | line 1, column 3: expected a number",
        "a 0x10             | line 1, column 3: expected a number",
        "a{b=\"1\"          | line 1, column 8: expected , or }",
        "a{b=\"1} 1         | line 1, column 10: expected \"",
        "a{b=\"1\",b=\"2\"} 1 | line 1, column 9: label b twice",
        "a{__name__=\"b\"} 1 | line 1, column 3: expected the name before the braces",
        "a 1 -1             | line 1, column 5: expected an age of 0 to 3600 s",
        "a 1 4000           | line 1, column 5: expected an age of 0 to 3600 s",
        "a 1 2 3            | line 1, column 7: expected the end of the line",
        "a 1 # {x=\"1\"} 2  | line 1, column 5: expected the age",
    })
    void saysWhereALineIsWrongAndWhatWasExpected(String line, String expected) {
        assertThatThrownBy(() -> one(line)).isInstanceOf(BadLine.class).hasMessageStartingWith(expected);
    }

    @Test
    void aBackslashBeforeAnyOtherLetterIsOne() {
        assertThat(one("a{b=\"C:\\Program\\\\x\\\"\"} 1").labels().get("b")).isEqualTo("C:\\Program\\x\"");
    }

    @Test
    void refusesTwoValuesForOneMoment() {
        assertThatThrownBy(() -> Exposition.parse("a 1\na 2", NOW)).hasMessageContaining("line 2").hasMessageContaining("given twice");
    }

    @Test
    void limitsLinesLabelsNamesAndValues() {
        assertThatThrownBy(() -> Exposition.parse("#\n".repeat(10_001), NOW)).hasMessageContaining("at most 10000 lines");
        assertThatThrownBy(() -> one("a".repeat(201) + " 1")).hasMessageContaining("at most 200 characters");
        assertThatThrownBy(() -> one("a{b=\"" + "x".repeat(2049) + "\"} 1")).hasMessageContaining("at most 2048 characters");
        var labels = new StringBuilder();
        for (int i = 0; i < 65; i++) {
            labels.append("l").append(i).append("=\"1\",");
        }
        assertThatThrownBy(() -> one("a{" + labels + "} 1")).hasMessageContaining("at most 64 labels");
    }
}
