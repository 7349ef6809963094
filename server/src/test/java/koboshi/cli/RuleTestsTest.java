package koboshi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTestsTest {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(# (\\S+)\n.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** Writes the files a page of the manual shows. */
    private String examples(String page) throws IOException {
        for (var example : EXAMPLE.matcher(Files.readString(Path.of("../docs").resolve(page))).results().toList()) {
            write(example.group(2), example.group(1));
        }
        return folder.resolve("alerts_test.yml").toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rules.md", "rules.ja.md"})
    void theManualsExamplesPass(String page) throws IOException {
        var said = Terminal.run("test", examples(page));
        assertThat(said.out()).matches(".*alerts_test.yml: [56] passed, 0 failed, 0 skipped\\R");
        assertThat(said.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rules.md", "rules.ja.md"})
    void theManualsFailureLooksLikeThat(String page) throws IOException {
        var tests = Path.of(examples(page));
        var manual = Files.readString(Path.of("../docs").resolve(page));
        Files.writeString(tests, Files.readString(tests).replaceFirst("83", "80"));
        var said = Terminal.run("test", tests.toString());
        assertThat(said.code()).isEqualTo(Exit.NOT_WELL);
        var lines = said.out().replace(folder + "/", "").indent(4).lines().map(String::stripTrailing).toList();
        assertThat(lines).hasSize(5).allMatch(line -> manual.contains(line), "a line of the manual");
    }

    /** The same files, given to the program people have used so far. */
    @ParameterizedTest
    @ValueSource(strings = {"rules.md", "rules.ja.md"})
    void promtoolAgrees(String page) throws Exception {
        var process = new ProcessBuilder(promtool(), "test", "rules", examples(page)).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static String promtool() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "promtool"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> Assumptions.abort("needs the package prometheus"))
                .toString();
    }

    @Test
    void aFaultInOneFileHidesNoOther() throws IOException {
        var good = write("good.yaml", "tests: [{promql_expr_test: [{expr: '1 + 1', exp_samples: [{labels: '{}', value: 2}]}]}]\n");
        var broken = write("broken.yml", "tests: [{intervall: 1m}]\n");
        var script = write("script.test", "eval instant at 0 1 + 1\n  2\n");
        var said = Terminal.run("test", broken, good, script);
        assertThat(said.code()).isEqualTo(Exit.NOT_WELL);
        assertThat(said.out().lines().map(line -> line.replace(folder + "/", "")).toList()).containsExactly(
                "broken.yml: 0 passed, 1 failed, 0 skipped",
                "  FAILED broken.yml:1:10: tests[0].intervall: unknown key; expected one of name, interval, input_series, alert_rule_test, promql_expr_test,"
                        + " external_labels, external_url, start_timestamp; did you mean \"interval\"?",
                "good.yaml: 1 passed, 0 failed, 0 skipped",
                "script.test: 1 passed, 0 failed, 0 skipped");
        assertThat(said.err()).isEmpty();
    }

    @Test
    void programsReadTheSameFieldsForBothKinds() throws IOException {
        var rules = write("a.yml", "tests: [{promql_expr_test: [{expr: '1', exp_samples: [{labels: '{}', value: 2}]}]}]\n");
        var said = Terminal.run("test", "--json", rules, write("b.test", "eval instant at 0 1\n  1\n"));
        assertThat(said.out().strip()).isEqualTo("{\"files\":[{\"name\":\"" + rules + "\",\"passed\":0,\"failed\":1,\"skipped\":0},{\"name\":\"" + folder
                + "/b.test\",\"passed\":1,\"failed\":0,\"skipped\":0}]}");
        assertThat(said.code()).isEqualTo(Exit.NOT_WELL);
    }

    @Test
    void experimentalFunctionsAreLeftOutWhereAServerHasNone() throws IOException {
        var file = write("a.yml", "tests: [{promql_expr_test: [{expr: 'sort_by_label(vector(1))', exp_samples: [{labels: '{}', value: 1}]}]}]\n");
        assertThat(Terminal.run("test", file).code()).isZero();
        var said = Terminal.run("test", "--stable", file);
        assertThat(said.code()).isEqualTo(Exit.NOT_WELL);
        assertThat(said.out()).contains("a.yml:1:37: tests[0].promql_expr_test[0].expr: not PromQL");
    }

    @Test
    void whatIsNotThereIsWrongUsage() {
        var said = Terminal.run("test", folder.resolve("none.yml").toString());
        assertThat(said.code()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains("there is no script");
    }

    @Test
    void theHelpNamesBothKinds() {
        assertThat(Terminal.run("test", "--help").out()).contains("*.yml").contains("promtool").contains("script");
    }
}
