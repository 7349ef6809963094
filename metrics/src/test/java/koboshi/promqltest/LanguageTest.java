package koboshi.promqltest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import koboshi.promql.Options;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the language means, in scripts of its own test language beside this class. */
class LanguageTest {
    @ParameterizedTest
    @ValueSource(strings = {"moments", "subqueries", "staleness", "windows", "names", "plain-names"})
    void meansTheSameWithoutAnythingExperimental(String script) throws IOException {
        assertAllPass(script, Options.standard());
    }

    @ParameterizedTest
    @ValueSource(strings = {"moments", "subqueries", "staleness", "windows", "names", "durations"})
    void meansTheSameWithEverythingExperimental(String script) throws IOException {
        assertAllPass(script, Options.standard().experimental());
    }

    private static void assertAllPass(String script, Options options) throws IOException {
        var report = Script.run(text(script), options);

        assertThat(report.failed()).isEmpty();
        assertThat(report.skipped()).isEmpty();
        assertThat(report.passed()).isPositive();
    }

    private static String text(String script) throws IOException {
        try (var in = LanguageTest.class.getResourceAsStream(script + ".test")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
