package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import koboshi.promql.Options;
import koboshi.promql.Pulse;
import koboshi.promqltest.Finding;
import koboshi.rule.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleTestFileTest {
    private static final String RULES = """
            groups:
              - name: g
                labels: {team: core}
                rules:
                  - record: job:up:sum
                    expr: sum by (job) (up)
                  - alert: Down
                    expr: up == 0
                    for: 2m
                    labels: {severity: page, code: 7}
                    annotations:
                      summary: "{{ $labels.instance }} is down"
            """;

    @TempDir
    private Path folder;

    private RuleTestFile read(String rules, String tests) throws IOException {
        Files.writeString(folder.resolve("rules.yml"), rules);
        return RuleTestFile.read(Files.writeString(folder.resolve("tests.yml"), tests), Options.standard());
    }

    private String problems(String rules, String tests) throws IOException {
        return read(rules, tests).problems().stream().map(problem -> problem.toString().replace(folder.toString() + "/", "")).collect(Collectors.joining("\n"));
    }

    private Verdict run(String rules, String test) throws IOException {
        var read = read(rules, "rule_files: [rules.yml]\ntests:\n" + test);
        assertThat(read.problems()).isEmpty();
        return read.tests().orElseThrow().run(Options.standard(), Pulse.STEADY);
    }

    private static List<String> texts(List<Finding> findings) {
        return findings.stream().map(Finding::text).toList();
    }

    private static final String DOWN = """
            - name: one is down
              input_series:
                - {series: 'up{job="a",instance="i1"}', values: '1 0x9'}
                - {series: 'up{job="a",instance="i2"}', values: '1x9'}
              alert_rule_test:
                - eval_time: 2m59s
                  alertname: Down
                - eval_time: 3m
                  alertname: Down
                  exp_alerts:
                    - exp_labels: {job: a, instance: i1, severity: page, code: 7, team: core}
                      exp_annotations: {summary: i1 is down}
              promql_expr_test:
                - expr: job:up:sum
                  eval_time: 3m
                  exp_samples: [{labels: 'job:up:sum{job="a",team="core"}', value: 1}]
                - expr: 6 * 7
                  exp_samples: [{labels: '{}', value: 4.2e1}]
            """;

    @Test
    void passesWhatIsAsExpected() throws IOException {
        var verdict = run(RULES, DOWN);
        assertThat(verdict.failed()).isEmpty();
        assertThat(verdict.odd()).isEmpty();
        assertThat(verdict.passed()).isEqualTo(4);
    }

    @Test
    void tellsWhatWasExpectedFromWhatCame() throws IOException {
        var verdict = run(RULES, DOWN.replace("i1 is down", "i1 fell").replace("value: 1}", "value: 2}").replace("2m59s", "4m"));
        assertThat(verdict.passed()).isEqualTo(1);
        assertThat(verdict.failed()).extracting(Finding::line).containsExactly(10, 8, 16);
        assertThat(texts(verdict.failed())).containsExactly(
                """
                test "one is down": alert Down at 3m
                    firing as expected {alertname="Down",code="7",instance="i1",job="a",severity="page",team="core"}, but its annotations differ:
                    expected  summary: "i1 fell"
                    but got   summary: "i1 is down\"""",
                """
                test "one is down": alert Down at 4m
                    but got   firing {alertname="Down",code="7",instance="i1",job="a",severity="page",team="core"}
                              summary: "i1 is down\"""",
                """
                test "one is down": job:up:sum at 3m
                    expected  job:up:sum{job="a",team="core"} 2
                    but got   job:up:sum{job="a",team="core"} 1""");
    }

    @Test
    void saysWhereAnAlertIsStillPending() throws IOException {
        assertThat(texts(run(RULES, DOWN.replace("eval_time: 3m\n      alertname", "eval_time: 2m\n      alertname")).failed()))
                .singleElement().asString().contains("expected  firing {").contains("(it is still pending)");
    }

    @Test
    void startsWhereTheTestSays() throws IOException {
        var verdict = run(RULES, """
                - start_timestamp: "2021-01-01T00:00:00Z"
                  input_series: [{series: up, values: '0x9'}]
                  promql_expr_test:
                    - {expr: time(), eval_time: 1m, exp_samples: [{labels: '{}', value: 1609459260}]}
                    - {expr: timestamp(up), eval_time: 2m, exp_samples: [{labels: '{}', value: 1609459320}]}
                    - {expr: ALERTS_FOR_STATE > 0, eval_time: 2m, exp_samples: [{labels: 'ALERTS_FOR_STATE{alertname="Down",code="7",severity="page",team="core"}', value: 1609459200}]}
                - start_timestamp: 100
                  promql_expr_test: [{expr: time(), eval_time: 1m, exp_samples: [{labels: '{}', value: 160}]}]
                """);
        assertThat(verdict.failed()).isEmpty();
    }

    @Test
    void stopsATestWhoseRulesFailAndGoesOnWithTheNext() throws IOException {
        var bad = RULES.replace("sum by (job) (up)", "up * on() group_left() up");
        var verdict = run(bad, DOWN + "- promql_expr_test: [{expr: 'vector(1)', exp_samples: [{labels: '{}', value: 1}]}]\n");
        assertThat(texts(verdict.failed())).singleElement().asString().startsWith("test \"one is down\": rule job:up:sum (").contains("rules.yml:5:9) failed at 0s: ");
        assertThat(verdict.skipped()).hasSize(4);
        assertThat(verdict.passed()).isEqualTo(1);
    }

    @Test
    void saysWhatIsOdd() throws IOException {
        var verdict = run(RULES.replace("is down\"", "is down {{ first (query `none`) }}\""), DOWN.replace("alertname: Down\n    - eval", "alertname: Dwon\n    - eval"));
        assertThat(texts(verdict.odd())).satisfiesExactly(
                first -> assertThat(first).isEqualTo("no alerting rule is named Dwon"),
                second -> assertThat(second).startsWith("alert Down (").contains("annotation summary: error executing template __alert_Down").contains("no elements"));
        assertThat(read(RULES, "rule_files: [rules.yml, none*.yml]\ngroup_eval_order: [h]\n").warnings()).extracting(Problem::expected)
                .containsExactly("no file is named so", "no rule file has a group \"h\"");
    }

    @Test
    void comparesHistogramsAndTheLastBitOfNumbers() throws IOException {
        var test = """
                - input_series: [{series: h, values: '{{schema:0 sum:3 count:4 buckets:[1 2 1]}}x3'}]
                  promql_expr_test:
                    - {expr: h, eval_time: 1m, exp_samples: [{labels: h, histogram: '{{sum:3 count:4 buckets:[1 2 1]}}'}]}
                    - {expr: h * 2, eval_time: 1m, exp_samples: [{labels: '{}', histogram: '{{sum:6 count:8 buckets:[2 4 3]}}'}]}
                    - {expr: vector(0.1) + 0.2, exp_samples: [{labels: '{}', value: 0.3}]}
                """;
        assertThat(texts(run(RULES, test).failed())).satisfiesExactly(
                first -> assertThat(first).contains("expected  {} {{schema:0 count:8 sum:6 buckets:[2 4 3]}}", "but got   {} {{schema:0 count:8 sum:6 buckets:[2 4 2]}}"),
                second -> assertThat(second).contains("but got   {} 0.30000000000000004"));
        var fuzzy = read(RULES, "fuzzy_compare: true\nrule_files: [rules.yml]\ntests:\n" + test).tests().orElseThrow().run(Options.standard(), Pulse.STEADY);
        assertThat(fuzzy.failed()).hasSize(1);
    }

    @Test
    void refusesToEvaluateForEver() throws IOException {
        var verdict = run(RULES, "- promql_expr_test: [{expr: '1', eval_time: 100y}]\n");
        assertThat(texts(verdict.failed())).singleElement().asString().contains("takes 52560001 evaluations of 2 rules; expected at most 5000000");
        assertThat(read(RULES, "tests: [{promql_expr_test: [{expr: '1', eval_time: 30d}]}]").tests().orElseThrow()
                .run(Options.standard(), () -> Pulse.State.OUT_OF_TIME).failed()).extracting(Finding::text).containsExactly("ran out of time at 0s");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "for: 2m | fro: 2m | rules.yml:9:9: groups[0].rules[1].fro: unknown key; expected one of record, alert, expr, for, keep_firing_for, labels, annotations; did you mean \"for\"?",
        "for: 2m | for: 5 min | rules.yml:9:14: groups[0].rules[1].for: expected a duration such as 30s or 1h30m, found \"5 min\"; did you mean \"5m\"?",
        "expr: up == 0 | expr: up === 0 | rules.yml:8:20: groups[0].rules[1].expr: not PromQL: unexpected \"=\"",
        "expr: up == 0 | expr: 'up ==' | rules.yml:8:21: groups[0].rules[1].expr: not PromQL: unexpected end of input",
        "- alert: Down | - other: Down | rules.yml:7:9: groups[0].rules[1].other: unknown key; expected one of record, alert, expr, for, keep_firing_for, labels, annotations",
        "- alert: Down | `- alert: Down\n        record: x` | `rules.yml:7:9: groups[0].rules[1].alert: cannot stand beside record; expected only one of record, alert`",
        "expr: sum by (job) (up) | `expr: up\n        for: 3m` | `rules.yml:7:9: groups[0].rules[0].for: means nothing in a recording rule; expected it in an alerting rule only`",
        "`{{ $labels.instance }} is` | `{{ $label.instance }} is` | `rules.yml:12:24: groups[0].rules[1].annotations.summary: not a template: undefined variable \"$label\"`",
        "severity: page | __name__: page | rules.yml:10:18: groups[0].rules[1].labels.__name__: expected the name of a label other than __name__",
        "- record: job:up:sum | - record: job{x} | `rules.yml:5:17: groups[0].rules[0].record: expected the name of a series, without braces; labels stand under labels`",
    })
    void namesThePlaceInARuleFile(String right, String wrong, String told) throws IOException {
        var rules = RULES.replace(right, wrong);
        assertThat(rules).isNotEqualTo(RULES);
        assertThat(problems(rules, "rule_files: [rules.yml]\n")).startsWith(told);
    }

    @Test
    void findsThePlaceInBlocksAndEscapes() throws IOException {
        var block = RULES.replace("expr: up == 0", "expr: |\n          up\n            == bool\n            = 1");
        assertThat(problems(block, "rule_files: [rules.yml]\n")).startsWith("rules.yml:11:13: groups[0].rules[1].expr: not PromQL");
        var folded = RULES.replace("expr: up == 0", "expr: >-\n          up\n          == =");
        assertThat(problems(folded, "rule_files: [rules.yml]\n")).startsWith("rules.yml:10:14: ");
        var escaped = RULES.replace("expr: up == 0", "expr: \"up{a=\\\"\\u3042\\\"} == =\"");
        assertThat(problems(escaped, "rule_files: [rules.yml]\n")).startsWith("rules.yml:8:36: ");
        var single = RULES.replace("expr: up == 0", "expr: 'up{a=''b''} == ='");
        assertThat(problems(single, "rule_files: [rules.yml]\n")).startsWith("rules.yml:8:31: ");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "rule_file: [a] | tests.yml:1:1: rule_file: unknown key; expected one of rule_files, evaluation_interval, group_eval_order, fuzzy_compare, tests; did you mean \"rule_files\"?",
        "groups: [] | tests.yml:1:1: this is a file of rules; expected one of tests that names it under rule_files",
        "tests: [{input_series: [{series: 'up{', values: 1}]}] | tests.yml:1:34: tests[0].input_series[0].series: not a series: 1:4: parse error",
        "tests: [{input_series: [{series: up, values: 1+x}]}] | tests.yml:1:46: tests[0].input_series[0].values: not a value: 1+x",
        "tests: [{input_series: [{series: up, values: 1x99999999}]}] | tests.yml:1:46: tests[0].input_series[0].values: more than 1000000 points: x99999999",
        "tests: [{alert_rule_test: [{eval_time: 1m}]}] | tests.yml:1:28: tests[0].alert_rule_test[0].alertname: missing; expected the name of an alert",
        "tests: [{promql_expr_test: [{expr: 'a b'}]}] | tests.yml:1:39: tests[0].promql_expr_test[0].expr: not PromQL",
        "tests: [{promql_expr_test: [{expr: a, eval_time: 5}]}] | tests.yml:1:50: tests[0].promql_expr_test[0].eval_time: expected a duration such as 30s or 1h30m, found \"5\"; did you mean \"5s\"?",
        "tests: [{promql_expr_test: [{expr: a, exp_samples: [{labels: a, value: x}]}]}] | tests.yml:1:72: tests[0].promql_expr_test[0].exp_samples[0].value: expected a number, found \"x\"",
        "tests: [{start_timestamp: soon}] | tests.yml:1:27: tests[0].start_timestamp: expected seconds since 1970, or a time such as 2021-01-01T00:00:00Z, found \"soon\"",
        "group_eval_order: [a, a] | tests.yml:1:23: group_eval_order[1]: the group \"a\" is repeated in the order",
        "`{tests: [], tests: []}` | tests.yml:1:13: tests: written twice; first at",
        "tests: { | tests.yml:1:9: not YAML", "`` | tests.yml:1:1: nothing is written here; expected rule_files, evaluation_interval",
    })
    void namesThePlaceInATestFile(String text, String told) throws IOException {
        assertThat(problems(RULES, text)).startsWith(told);
    }

    /** Such files are about, and promtool takes them. */
    @Test
    void takesWhatIsLeftOutAndWhatIsMerged() throws IOException {
        var verdict = run(RULES.replace("code: 7", "code: ~, n: 1.50"), """
                - input_series: [&x {series: x, values: 1}, {<<: *x, series: y}, {series: z, values: }, {series: z}]
                  external_labels:
                  alert_rule_test:
                  promql_expr_test:
                    - {expr: y, exp_samples: [{labels: y, value: 1}]}
                    - {expr: z, exp_samples: }
                    - {expr: '1', exp_samples: [{value: 1}]}
                    - {expr: '2', eval_time: 0, exp_samples: [{labels: '', value: +2}]}
                    - {expr: NaN, exp_samples: [{labels: '{}', value: .nan}]}
                """);
        assertThat(verdict.failed()).isEmpty();
        assertThat(verdict.passed()).isEqualTo(5);
    }

    @Test
    void refusesAGroupThatIsRepeated() throws IOException {
        assertThat(problems(RULES + "  - name: g\n", "rule_files: [rules.yml]\n")).startsWith("rules.yml:13:11: groups[1].name: the group \"g\" is repeated in this file; first at ");
    }

    @Test
    void findsRuleFilesByPattern() throws IOException {
        Files.createDirectories(folder.resolve("b"));
        Files.writeString(folder.resolve("b/one.rules.yml"), RULES.replace("name: g", "name: one"));
        Files.writeString(folder.resolve("b/two.rules.yml"), RULES.replace("name: g", "name: two"));
        var tests = read(RULES, "rule_files: ['?/*.rules.yml', './[r]ules.yml', rules.yml]\ngroup_eval_order: [two, one]\n").tests().orElseThrow();
        assertThat(tests.groups()).extracting(group -> group.name()).containsExactly("one", "two", "g");
    }
}
