package koboshi.promqltest;

import static org.assertj.core.api.Assertions.assertThat;

import koboshi.promql.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {
    private static final String LOAD = """
            load 1m
              a{x="1"} 1 2 3
              b{x="1"} {{schema:0 sum:3 count:2 buckets:[1 1]}}

            """;

    @ParameterizedTest
    @ValueSource(strings = {
        "a\n  a{x=\"1\"} 2",
        "a\n  a{x=\"2\"} 1",
        "a",
        "a\n  a{x=\"1\"} 1\n  b 2",
        "b\n  b{x=\"1\"} {{schema:0 sum:3 count:2 buckets:[1 2]}}",
        "b\n  b{x=\"1\"} 2",
        "a\n  expect warn\n  a{x=\"1\"} 1",
        "a\n  expect fail",
        "a\n  expect string \"a\"",
        "1 + 1\n  3",
        "a + b\n  expect no_info",
        "nonsense(",
        "a\n  1"
    })
    void tellsTheLineOfACaseThatDoesNotHold(String wrong) {
        var report = run(LOAD + "eval instant at 0 " + wrong + "\n");

        assertThat(report.failed()).extracting(Finding::line).containsExactly(5);
        assertThat(report.passed()).isZero();
    }

    @Test
    void comparesEveryStepOfARange() {
        assertThat(run(LOAD + "eval range from 0 to 2m step 1m a\n  a{x=\"1\"} 1 2 3\n").passed()).isEqualTo(1);
        assertThat(run(LOAD + "eval range from 0 to 2m step 1m a\n  a{x=\"1\"} 1 _ 3\n").failed()).hasSize(1);
        assertThat(run(LOAD + "eval range from 0 to 2m step 1m a\n  a{x=\"1\"} 1 2\n").failed()).hasSize(1);
    }

    @Test
    void leavesOutWhatIsNotBuiltAndSaysWhy() {
        var report = run(LOAD + "eval instant at 0 info(a)\n");

        assertThat(report.skipped()).singleElement().extracting(Finding::text).asString().contains("experimental");
    }

    @Test
    void passesOverLinesItDoesNotKnow() {
        var report = run("lode 5m\n  a 1\n\nload 1m\n  a {{nonsense:1}}\n\neval instant at\n\neval instant at 0 1 + 1\n  2\n");

        assertThat(report.failed()).extracting(Finding::line).containsExactly(1, 4, 7);
        assertThat(report.failed().getFirst().toString()).contains("unknown command: lode 5m");
        assertThat(report.passed()).isEqualTo(1);
    }

    private static Report run(String text) {
        return Script.run(text, Options.standard());
    }
}
