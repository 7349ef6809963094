package koboshi.ruler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import koboshi.config.Configuration;
import koboshi.config.Problems;
import koboshi.config.RuleFiles;
import koboshi.loop.Event;
import koboshi.loop.Plan;
import koboshi.promql.Engine;
import koboshi.promql.Options;
import koboshi.rule.Alert;
import koboshi.rule.Evaluator;
import koboshi.rule.Surroundings;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Ring;
import koboshi.series.Sample;
import koboshi.signal.Reading;
import koboshi.store.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulerTest {
    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    private static final String ALERT = """
            groups:
              - name: g
                interval: 1s
                rules:
                  - record: twice
                    expr: waiting * 2
                  - alert: Crowded
                    expr: twice > 10
                    annotations: {summary: '{{ $value }} wait at {{ $labels.desk }}'}
            """;

    @TempDir
    private Path folder;

    private final Ring ring = new Ring(1_000, 1_000);
    private final List<Event.Answered> told = Collections.synchronizedList(new ArrayList<>());
    private final Ruler ruler = new Ruler(ring, ring, Instant::now, event -> told.add((Event.Answered) event));

    @AfterEach
    void close() {
        ruler.close();
    }

    private RuleFiles rules(String text) throws IOException, Problems {
        Files.writeString(folder.resolve("rules.yml"), text);
        Files.writeString(folder.resolve("koboshi.yaml"), "rules: [rules.yml]\n");
        return Configuration.read(folder.resolve("koboshi.yaml")).rules();
    }

    private LiveGroup group(String text) throws IOException, Problems {
        return group(text, false);
    }

    private LiveGroup group(String text, boolean restores) throws IOException, Problems {
        var group = rules(text).files().getFirst().groups().getFirst();
        var company = new LiveGroup.Company(ring, () -> START, new Semaphore(1), _ -> {});
        var evaluator = new Evaluator(group, new Engine(ring, Options.standard()), ring, Surroundings.NONE);
        return new LiveGroup("rules.yml", text, Duration.ofSeconds(1), evaluator, restores, company);
    }

    private void waiting(String desk, Instant at, double value) {
        ring.append(Labels.of("__name__", "waiting", "desk", desk), new Sample(at.toEpochMilli(), value));
    }

    private static Event.Answered answer(LiveGroup group, int rule, Instant now) {
        return Alarms.answer("alert:Crowded", List.of(new Alarms.Raising(group.view(), group.view().rules().get(rule))), Owners.NONE, now);
    }

    @Test
    void tellsWhatFiresInTheWordsOfItsAnnotations() throws Exception {
        var group = group(ALERT);
        waiting("a", START, 7);
        group.evaluate(START);
        var answered = answer(group, 1, START);
        assertThat(answered.findings().trouble()).isEmpty();
        assertThat(answered.findings().readings()).containsExactly(
                new Reading(Labels.of("alertname", "Crowded", "desk", "a"), 14, true, "Crowded: 14 wait at a", Optional.empty()));
    }

    @Test
    void aRuleThatFailsIsNamedAndHarmsNoOther() throws Exception {
        var group = group("""
                groups:
                  - name: g
                    rules:
                      - alert: Crowded
                        expr: waiting * on (none) waiting > 0
                      - record: twice
                        expr: waiting * 2
                """);
        waiting("a", START, 7);
        waiting("b", START, 8);
        group.evaluate(START);
        assertThat(answer(group, 0, START).findings().trouble()).hasValueSatisfying(why -> assertThat(why).startsWith("its rule fails: ").endsWith("(rules.yml:4:9)"));
        assertThat(group.view().rules().get(1).error()).isEmpty();
        assertThat(ring.select(List.of(new Matcher("__name__", true, "twice")), 0, Long.MAX_VALUE)).hasSize(2);
    }

    @Test
    void aStopInTheMiddleOfAnEvaluationIsNoFailureOfItsRules() throws Exception {
        var group = group(ALERT);
        waiting("a", START, 7);
        group.stop();
        group.evaluate(START);
        assertThat(group.view().failures()).isZero();
        assertThat(group.view().rules()).allSatisfy(rule -> assertThat(rule.error()).isEmpty());
    }

    @Test
    void saysNothingIsOverBeforeTheSecondEvaluationAfterAStart() throws Exception {
        var group = group(ALERT, true);
        assertThat(answer(group, 1, START).findings().trouble()).contains("its rules have not been evaluated yet");
        group.evaluate(START);
        assertThat(answer(group, 1, START).findings().trouble()).contains("its rules were evaluated only once since the start");
        group.evaluate(START.plusSeconds(1));
        assertThat(answer(group, 1, START).findings().trouble()).isEmpty();
    }

    @Test
    void aGroupThatIsBehindSaysNothingIsOver() throws Exception {
        var group = group(ALERT);
        group.evaluate(START);
        assertThat(answer(group, 1, START.plusSeconds(4)).findings().trouble()).contains("its rules are behind: not evaluated for 3 s");
    }

    @Test
    void aFloodOfAlertsBecomesNoFloodOfCalls() throws Exception {
        var group = group(ALERT);
        for (int i = 0; i < 500; i++) {
            waiting("d" + i, START, 7);
        }
        group.evaluate(START);
        assertThat(answer(group, 1, START).findings().readings()).hasSize(200)
                .last().satisfies(all -> assertThat(all.says()).isEqualTo("Crowded: 500 of it fire, more than the 200 that are told one by one"));
    }

    @Test
    void everyAlertHasAGuardThatCallsAPerson() throws Exception {
        var plan = Ruler.guarding(Plan.EMPTY, rules(ALERT + "      - {alert: 回答が来ない, expr: vector(1)}\n"));
        assertThat(plan.duties().keySet()).hasSize(2).contains("alert:Crowded").allMatch(name -> name.matches("alert:[A-Za-z0-9-]+"));
        assertThat(plan.duties().get("alert:Crowded").runbook().then()).hasSize(1);
    }

    @Test
    void evaluatesAsTimeGoesByAndTellsTheLoop() throws Exception {
        waiting("a", Instant.now(), 7);
        ruler.follow(rules(ALERT), Owners.NONE);
        Await.until("the alert is told", () -> told.stream().anyMatch(answered -> answered.findings().trouble().isEmpty() && answered.findings().readings().size() == 1));
        assertThat(ruler.figures()).containsEntry("koboshi_rule_evaluation_failures_total{rule_group=\"rules.yml;g\"}", 0.0);
    }

    @Test
    void whatIsTheSameGoesOnWhenOthersChange() throws Exception {
        waiting("a", Instant.now(), 7);
        ruler.follow(rules(ALERT), Owners.NONE);
        Await.until("it fires", () -> !ruler.groups().getFirst().rules().get(1).active().isEmpty());
        var since = ruler.groups().getFirst().rules().get(1).active().getFirst().activeAt();
        ruler.follow(rules(ALERT.replace("waiting * 2", "waiting * 3")), Owners.NONE);
        Await.until("it is evaluated anew", () -> ruler.groups().getFirst().evaluated().isPresent());
        assertThat(ruler.groups().getFirst().rules().get(1).active()).singleElement().returns(since, Alert::activeAt);
    }

    @Test
    void aGroupThatIsTakenAwayEndsItsSeries() throws Exception {
        waiting("a", Instant.now(), 7);
        ruler.follow(rules(ALERT), Owners.NONE);
        Await.until("it was written that it fires", () -> ruler.groups().getFirst().evaluations() >= 6);
        ruler.follow(RuleFiles.NONE, Owners.NONE);
        assertThat(ruler.groups()).isEmpty();
        var alerts = ring.select(List.of(new Matcher("__name__", true, "ALERTS")), 0, Long.MAX_VALUE);
        assertThat(alerts).singleElement().satisfies(series -> assertThat(series.samples().getLast().stale()).isTrue());
    }

    @Test
    void aFileThatIsTheSameIsNotDisturbed() throws Exception {
        ruler.follow(rules(ALERT), Owners.NONE);
        Await.until("it is evaluated", () -> ruler.groups().getFirst().evaluations() > 0);
        ruler.follow(rules(ALERT), Owners.NONE);
        assertThat(ruler.groups().getFirst().evaluations()).isPositive();
    }
}
