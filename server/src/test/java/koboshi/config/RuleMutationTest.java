package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import koboshi.promql.Options;
import koboshi.promql.Pulse;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever rule files and their tests hold, reading and running them ends soon, with a verdict or with problems that each fit on a line. */
class RuleMutationTest {
    private static final String SIGNS = ":{}[]-#&*!|>'\"%@`,?\n\t \\~$/0é_x9smhdy";
    private static final String RULES = """
            groups:
              - name: g
                interval: 30s
                limit: 3
                query_offset: 10s
                labels: {team: core}
                rules:
                  - {record: "job:up:sum", expr: sum by (job) (up), labels: {a: b}}
                  - alert: Down
                    expr: |
                      up == 0
                        or rate(x[5m]) > 1
                    for: 2m
                    keep_firing_for: 5m
                    labels: {severity: '{{ if gt $value 1.0 }}page{{ end }}'}
                    annotations:
                      summary: "{{ $labels.instance }} {{ range query \\"up\\" }}{{ .Value | humanize }}{{ end }}"
            """;
    private static final String TESTS = """
            rule_files: [rules.yml]
            evaluation_interval: 1m
            group_eval_order: [g]
            tests:
              - name: t
                interval: 30s
                start_timestamp: 1000
                external_labels: {c: d}
                input_series:
                  - {series: 'up{job="a",instance="i"}', values: '1 0x9 _x2 stale 3-1x4'}
                  - {series: h, values: '{{schema:1 sum:3 count:4 buckets:[1 2 1]}}+{{sum:1}}x3'}
                alert_rule_test:
                  - {eval_time: 5m, alertname: Down, exp_alerts: [{exp_labels: {job: a}, exp_annotations: {summary: x}}]}
                promql_expr_test:
                  - {expr: 'job:up:sum + 1', eval_time: 3m, exp_samples: [{labels: '{job="a"}', value: 1}]}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 20260101})
    void neverFailInAnotherWay(long seed) throws Exception {
        var random = new Random(seed);
        assertTimeoutPreemptively(Duration.ofSeconds(120), () -> {
            for (int i = 0; i < 2_000; i++) {
                boolean rules = random.nextBoolean();
                Files.writeString(folder.resolve("rules.yml"), rules ? mutated(RULES, random) : RULES);
                run(Files.writeString(folder.resolve("tests.yml"), rules ? TESTS : mutated(TESTS, random)), seed + "/" + i);
            }
        });
    }

    private static void run(Path file, String mutation) {
        try {
            var read = RuleTestFile.read(file, Options.standard());
            assertThat(read.problems().isEmpty()).as(mutation).isEqualTo(read.tests().isPresent());
            assertThat(read.problems()).as(mutation).allMatch(problem -> problem.line() >= 1 && problem.column() >= 1 && problem.toString().lines().count() == 1);
            long end = System.nanoTime() + 200_000_000;
            read.tests().ifPresent(tests -> tests.run(Options.standard(), () -> System.nanoTime() < end ? Pulse.State.GO_ON : Pulse.State.OUT_OF_TIME));
        } catch (Throwable other) {
            throw new AssertionError("mutation " + mutation, other);
        }
    }

    private static String mutated(String sound, Random random) {
        var text = new StringBuilder(sound);
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
                case 1 -> text.insert(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
                case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
            }
        }
        return text.toString();
    }
}
