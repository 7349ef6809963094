package koboshi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import koboshi.promql.Engine;
import koboshi.promql.Options;
import koboshi.promql.Pulse;
import koboshi.promql.Query;
import koboshi.rule.Evaluator;
import koboshi.rule.Rule;
import koboshi.rule.RuleGroup;
import koboshi.rule.Surroundings;
import koboshi.series.Labels;
import koboshi.series.Ring;
import koboshi.series.Sample;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Rules people published: all load, and every label and annotation can be filled in. */
class PublishedRulesTest {
    private static final Query SAMPLE = Query.parse("sample", Options.standard());

    private final Ring ring = new Ring(10_000, 10);
    private final Engine engine = new Engine(ring, Options.standard());

    /** Beside the checkout rather than in it. */
    private static Path material() {
        var named = System.getProperty("koboshi.shared", System.getenv().getOrDefault("KOBOSHI_SHARED", ""));
        var start = named.isEmpty() ? Path.of("").toAbsolutePath() : Path.of(named);
        for (var folder = start; folder != null; folder = folder.getParent()) {
            var found = folder.resolve(named.isEmpty() ? "shared" : "").resolve("conformance/awesome-prometheus-alerts");
            if (Files.isDirectory(found)) {
                return found;
            }
        }
        return Assumptions.abort("no shared/conformance/awesome-prometheus-alerts beside the checkout");
    }

    private static List<RuleGroup> groups() throws IOException {
        try (var files = Files.walk(material())) {
            return files.filter(file -> file.toString().endsWith(".yml") && file.toString().contains("rules")).sorted().flatMap(file -> {
                var rules = RuleTestFile.rules(file, Options.standard());
                assertThat(rules.problems()).as(file.toString()).isEmpty();
                return rules.groups().stream();
            }).toList();
        }
    }

    @Test
    void allLoadAndEveryAlertCanBeToldToAPerson() throws IOException {
        ring.append(Labels.of("__name__", "sample", "instance", "host-1:9100", "job", "node", "name", "web", "pod", "web-0"), new Sample(0, 87.5));
        var groups = groups();
        assertThat(groups.stream().mapToInt(group -> group.rules().size()).sum()).isEqualTo(954);
        for (var group : groups) {
            var invented = new RuleGroup(group.name(), group.interval(), group.queryOffset(), 0, group.rules().stream().map(PublishedRulesTest::invented).toList());
            var evaluator = new Evaluator(invented, engine, ring, Surroundings.NONE);
            var round = evaluator.evaluate(Instant.EPOCH, Pulse.STEADY);
            assertThat(round.failures()).isEmpty();
            assertThat(round.templates()).isEmpty();
            for (int i = 0; i < invented.rules().size(); i++) {
                assertThat(evaluator.alerts(i)).singleElement().satisfies(alert ->
                        assertThat(alert.annotations().values()).isNotEmpty().noneMatch(text -> text.contains("{{") || text.contains("<error")));
            }
        }
    }

    /** Whatever it asks, it finds the one sample. */
    private static Rule invented(Rule rule) {
        var alert = (Rule.Alerting) rule;
        return new Rule.Alerting(alert.name(), SAMPLE, alert.hold(), alert.keepFiring(), alert.labels(), alert.annotations(), alert.place());
    }
}
