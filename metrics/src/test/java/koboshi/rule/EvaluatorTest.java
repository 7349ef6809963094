package koboshi.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import koboshi.promql.Engine;
import koboshi.promql.Options;
import koboshi.promql.Pulse;
import koboshi.promql.Query;
import koboshi.promql.Value;
import koboshi.rule.Alert.State;
import koboshi.series.Buckets;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Ring;
import koboshi.series.Sample;
import koboshi.series.Source;
import org.junit.jupiter.api.Test;

/** Groups over a ring of series, minute by minute. */
class EvaluatorTest {
    private static final Duration NONE = Duration.ZERO;
    private static final Labels X = Labels.of("__name__", "x", "a", "1");

    private final Ring ring = new Ring(100, 100);
    private final Engine engine = new Engine(ring, Options.standard());

    private static Query query(String text) {
        return Query.parse(text, Options.standard());
    }

    private static SortedMap<String, Template> templates(String... namesAndTexts) {
        var map = new TreeMap<String, Template>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            map.put(namesAndTexts[i], Template.parse(namesAndTexts[i + 1]));
        }
        return map;
    }

    private static Rule alert(String query, Duration hold, Duration keep, String... labels) {
        return new Rule.Alerting("Down", query(query), hold, keep, templates(labels), templates("summary", "{{ $labels.a }} is {{ $value }}"), "rules.yml:1:1");
    }

    private static Rule record(String name, String query, String... labels) {
        var map = new TreeMap<String, String>();
        for (int i = 0; i < labels.length; i += 2) {
            map.put(labels[i], labels[i + 1]);
        }
        return new Rule.Recording(name, query(query), map, "rules.yml:1:1");
    }

    private Evaluator evaluator(int limit, Rule... rules) {
        return evaluator(new RuleGroup("g", NONE, NONE, limit, List.of(rules)));
    }

    private Evaluator evaluator(RuleGroup group) {
        return new Evaluator(group, engine, ring, Surroundings.NONE);
    }

    private static Instant minute(int minute) {
        return Instant.EPOCH.plus(Duration.ofMinutes(minute));
    }

    private void put(Labels labels, int minute, double value) {
        ring.append(labels, new Sample(minute(minute).toEpochMilli(), value));
    }

    private static Round round(Evaluator evaluator, int minute) {
        return evaluator.evaluate(minute(minute), Pulse.STEADY);
    }

    private Map<Labels, Double> ask(String query, int minute) {
        var found = new TreeMap<Labels, Double>();
        ((Value.Vector) engine.instant(query, minute(minute)).value()).elements().forEach(element -> found.put(element.labels(), element.sample().value()));
        return found;
    }

    /** The states of the one alert, minute by minute; a dot where there is none. */
    private String states(Evaluator evaluator, double... values) {
        var states = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            put(X, i, values[i]);
            assertThat(round(evaluator, i).failures()).isEmpty();
            states.append(evaluator.alerts(0).stream().findFirst().map(alert -> switch (alert.state()) {
                case INACTIVE -> 'i';
                case PENDING -> 'p';
                case FIRING -> 'F';
            }).orElse('.'));
        }
        return states.toString();
    }

    @Test
    void firesAtOnceWithoutFor() {
        assertThat(states(evaluator(0, alert("x == 0", NONE, NONE)), 1, 0, 0, 1, 0)).isEqualTo(".FFiF");
    }

    @Test
    void waitsAsLongAsForSays() {
        assertThat(states(evaluator(0, alert("x == 0", Duration.ofMinutes(2), NONE)), 0, 0, 0, 1, 0, 0, 1, 0, 0, 0)).isEqualTo("ppFipp.ppF");
    }

    @Test
    void forgetsAPendingAlertAtOnce() {
        assertThat(states(evaluator(0, alert("x == 0", Duration.ofMinutes(2), NONE)), 0, 0, 1, 0)).isEqualTo("pp.p");
    }

    /** Counted from the first evaluation without it. */
    @Test
    void keepsFiringAsLongAsItIsTold() {
        assertThat(states(evaluator(0, alert("x == 0", NONE, Duration.ofMinutes(2))), 0, 1, 1, 1, 1)).isEqualTo("FFFii");
        assertThat(ask("ALERTS", 4)).isEmpty();
    }

    @Test
    void isKeptNoLongerOnceItCameBack() {
        assertThat(states(evaluator(0, alert("x == 0", NONE, Duration.ofMinutes(2))), 0, 1, 0, 1, 1, 1)).isEqualTo("FFFFFi");
    }

    @Test
    void aPendingAlertIsNotKept() {
        assertThat(states(evaluator(0, alert("x == 0", Duration.ofMinutes(3), Duration.ofMinutes(5))), 0, 0, 1)).isEqualTo("pp.");
    }

    @Test
    void remembersAResolvedAlertForAQuarterOfAnHour() {
        var evaluator = evaluator(0, alert("x == 0", NONE, NONE));
        var values = new double[19];
        Arrays.fill(values, 1);
        values[0] = 0;
        assertThat(states(evaluator, values)).isEqualTo("F" + "i".repeat(16) + "..");
    }

    @Test
    void writesItsStateAsSeries() {
        var evaluator = evaluator(0, alert("x == 0", Duration.ofMinutes(1), NONE, "severity", "page", "value", "{{ $value }}"));
        put(X, 5, 0);
        round(evaluator, 5);
        assertThat(ask("ALERTS", 5)).containsExactly(Map.entry(
                Labels.of("__name__", "ALERTS", "a", "1", "alertname", "Down", "alertstate", "pending", "severity", "page", "value", "0"), 1.0));
        assertThat(ask("ALERTS_FOR_STATE", 5).values()).containsExactly(300.0);
        put(X, 6, 0);
        round(evaluator, 6);
        assertThat(ask("ALERTS", 6).keySet()).extracting(labels -> labels.get("alertstate")).containsExactly("firing");
        assertThat(ask("ALERTS_FOR_STATE", 6).values()).containsExactly(300.0);
    }

    @Test
    void newValuesReachTheAnnotationsAndNotTheLabelsThatTellAlertsApart() {
        var evaluator = evaluator(0, alert("x > 0", NONE, NONE));
        put(X, 0, 1);
        round(evaluator, 0);
        put(X, 1, 2);
        round(evaluator, 1);
        assertThat(evaluator.alerts(0)).singleElement().satisfies(alert -> {
            assertThat(alert.annotations()).containsEntry("summary", "1 is 2");
            assertThat(alert.activeAt()).isEqualTo(minute(0));
            assertThat(alert.value()).isEqualTo(2);
        });
    }

    @Test
    void aLabelMadeOfTheValueIsANewAlertEachTime() {
        var evaluator = evaluator(0, alert("x > 0", NONE, NONE, "v", "{{ $value }}"));
        put(X, 0, 1);
        round(evaluator, 0);
        put(X, 1, 2);
        round(evaluator, 1);
        assertThat(evaluator.alerts(0)).extracting(Alert::state).containsExactly(State.INACTIVE, State.FIRING);
    }

    @Test
    void laterRulesSeeWhatEarlierOnesWrote() {
        var evaluator = evaluator(0, record("twice", "x * 2"), record("more", "twice + 1"), alert("more > 6", NONE, NONE));
        put(X, 0, 3);
        round(evaluator, 0);
        assertThat(ask("more", 0).values()).containsExactly(7.0);
        assertThat(evaluator.alerts(2)).hasSize(1);
    }

    @Test
    void aRecordedSeriesEndsWhenItsQueryGivesItNoMore() {
        var evaluator = evaluator(0, record("low", "x < 5", "b", "2", "a", ""));
        put(X, 0, 3);
        round(evaluator, 0);
        assertThat(ask("low", 0)).containsExactly(Map.entry(Labels.of("__name__", "low", "b", "2"), 3.0));
        put(X, 1, 8);
        round(evaluator, 1);
        assertThat(ask("low", 1)).isEmpty();
    }

    @Test
    void aScalarIsRecordedWithoutLabels() {
        round(evaluator(0, record("now", "time()")), 3);
        assertThat(ask("now", 3)).containsExactly(Map.entry(Labels.of("__name__", "now"), 180.0));
    }

    @Test
    void asksAndWritesThePastWhereTheGroupIsOffset() {
        put(X, 0, 3);
        put(X, 2, 9);
        round(evaluator(new RuleGroup("g", NONE, Duration.ofMinutes(1), 0, List.of(record("copy", "x")))), 2);
        assertThat(ask("timestamp(copy)", 2).values()).containsExactly(60.0);
        assertThat(ask("copy", 2).values()).containsExactly(3.0);
    }

    @Test
    void oneRulesFailureHindersNoOther() {
        put(X, 0, 1);
        put(Labels.of("__name__", "x", "a", "2"), 0, 1);
        var evaluator = evaluator(0, record("same", "x", "a", ""), record("bad", "x + on() x"), record("good", "x"));
        assertThat(round(evaluator, 0).failures()).extracting(Round.Trouble::message).satisfiesExactly(
                first -> assertThat(first).isEqualTo("vector contains metrics with the same labelset after applying rule labels"),
                second -> assertThat(second).contains("many-to-many"));
        assertThat(ask("good", 0)).hasSize(2);
        assertThat(ask("same", 0)).isEmpty();
    }

    @Test
    void refusesAlertsThatCannotBeToldApart() {
        put(X, 0, 0);
        put(Labels.of("__name__", "x", "a", "2"), 0, 0);
        var evaluator = evaluator(0, alert("x == 0", NONE, NONE, "a", "same"));
        assertThat(round(evaluator, 0).failures()).extracting(Round.Trouble::message)
                .containsExactly("vector contains metrics with the same labelset after applying alert labels");
        assertThat(evaluator.alerts(0)).isEmpty();
    }

    @Test
    void givesNothingAtAllAboveTheLimit() {
        put(X, 0, 0);
        put(Labels.of("__name__", "x", "a", "2"), 0, 0);
        var evaluator = evaluator(1, record("copy", "x"), alert("x == 0", NONE, NONE));
        assertThat(round(evaluator, 0).failures()).extracting(Round.Trouble::message)
                .containsExactly("exceeded limit of 1 with 2 series", "exceeded limit of 1 with 2 alerts");
        assertThat(ask("copy", 0)).isEmpty();
        assertThat(evaluator.alerts(1)).isEmpty();
    }

    @Test
    void aLimitBelowNothingIsNone() {
        put(X, 0, 0);
        assertThat(round(evaluator(-1, record("copy", "x"), alert("x == 0", NONE, NONE)), 0).failures()).isEmpty();
    }

    @Test
    void whatTheSinkRefusesIsTheRulesFailure() {
        put(X, 0, 1);
        put(Labels.of("__name__", "taken", "a", "1"), 0, 5);
        assertThat(round(evaluator(0, record("taken", "x")), 0).failures()).extracting(Round.Trouble::message)
                .containsExactly("1 samples not kept: the series already has another, or a later one, at this timestamp");
    }

    @Test
    void aTemplateThatFailsSaysSoInItsPlace() {
        put(X, 0, 0);
        var rule = new Rule.Alerting("Down", query("x == 0"), NONE, NONE, templates(), templates("note", "{{ query \"up{\" }}", "fine", "{{ query \"x\" | len }}"), "rules.yml:7:3");
        var evaluator = evaluator(0, rule);
        assertThat(round(evaluator, 0).templates()).extracting(Round.Trouble::part).containsExactly("annotation note");
        assertThat(evaluator.alerts(0).getFirst().annotations()).containsEntry("fine", "1").hasEntrySatisfying("note", text ->
                assertThat(text).startsWith("<error expanding template: error executing template __alert_Down: template: __alert_Down:1:").contains("parse error").endsWith(">"));
    }

    @Test
    void goesOnWhereAnotherLeftOff() {
        var before = evaluator(0, alert("x == 0", Duration.ofMinutes(2), NONE), record("copy", "x"), record("gone", "x"));
        put(X, 0, 0);
        round(before, 0);
        var after = evaluator(0, record("copy", "x"), alert("x <= 0", Duration.ofMinutes(2), NONE));
        after.takeOver(before, minute(1));
        assertThat(ask("gone", 1)).isEmpty();
        put(X, 2, 0);
        round(after, 2);
        assertThat(after.alerts(1)).singleElement().satisfies(alert -> {
            assertThat(alert.activeAt()).isEqualTo(minute(0));
            assertThat(alert.state()).isEqualTo(State.FIRING);
        });
    }

    @Test
    void endsWhatARemovedRuleWroteThoughTheSameEditRaisesTheOffset() {
        var before = evaluator(0, alert("x == 0", NONE, NONE), record("copy", "x"));
        put(X, 0, 0);
        round(before, 0);
        var after = evaluator(new RuleGroup("g", NONE, minutes(2), 0, List.of(record("copy", "x"))));
        after.takeOver(before, minute(1));
        assertThat(ask("ALERTS", 0)).isNotEmpty();
        assertThat(ask("ALERTS", 1)).isEmpty();
    }

    @Test
    void worksOnHistogramsToo() {
        var labels = Labels.of("__name__", "h");
        ring.append(labels, new Sample(0, Histogram.exponential(0, 3, 5, Buckets.run(0, 3))));
        var evaluator = evaluator(0, record("copy", "h"), alert("h", NONE, NONE));
        assertThat(round(evaluator, 0).failures()).isEmpty();
        assertThat(new ArrayList<>(ask("histogram_count(copy)", 0).values())).containsExactly(3.0);
        assertThat(evaluator.alerts(1).getFirst().annotations()).hasEntrySatisfying("summary", text -> assertThat(text).contains("count:3", "sum:5"));
    }

    /** An alert of so long a `for` that it may be taken up where it was. */
    private Evaluator restarted(Duration hold, Duration keep) {
        var after = evaluator(0, alert("x > 0", hold, keep));
        after.awaitRestore();
        return after;
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }

    /** Minute by minute, with x above the line all the time. */
    private Alert runs(Evaluator evaluator, int from, int to) {
        for (int minute = from; minute <= to; minute++) {
            put(X, minute, 1);
            assertThat(round(evaluator, minute).failures()).isEmpty();
        }
        return evaluator.alerts(0).getFirst();
    }

    @Test
    void writesNothingAboutAlertsUntilItReadWhatTheyWere() {
        runs(evaluator(0, alert("x > 0", minutes(30), NONE)), 0, 20);
        var after = restarted(minutes(30), NONE);
        runs(after, 30, 31);
        assertThat(ask("ALERTS_FOR_STATE offset 11m", 31).values()).containsExactly(0.0);
        assertThat(ask("ALERTS_FOR_STATE", 31)).isEmpty();
        after.restore(ring, minute(31));
        runs(after, 32, 32);
        assertThat(ask("ALERTS", 32)).hasSize(1);
    }

    @Test
    void anOutageIsNoTimeAnAlertWasThere() {
        runs(evaluator(0, alert("x > 0", minutes(30), NONE)), 0, 10);
        var after = restarted(minutes(30), NONE);
        runs(after, 40, 41);
        after.restore(ring, minute(41));
        assertThat(after.alerts(0).getFirst().activeAt()).isEqualTo(minute(31));
        assertThat(runs(after, 42, 60).state()).isEqualTo(Alert.State.PENDING);
        assertThat(runs(after, 61, 61).state()).isEqualTo(Alert.State.FIRING);
    }

    @Test
    void anAlertThatFiredBeforeTheOutageFiresAtOnce() {
        runs(evaluator(0, alert("x > 0", minutes(10), NONE)), 0, 15);
        var after = restarted(minutes(10), NONE);
        runs(after, 40, 41);
        after.restore(ring, minute(41));
        assertThat(runs(after, 42, 42)).returns(Alert.State.FIRING, Alert::state).returns(minute(0), Alert::activeAt);
    }

    @Test
    void anAlertNearlyDueWaitsForTheGrace() {
        runs(evaluator(0, alert("x > 0", minutes(30), NONE)), 0, 29);
        var after = restarted(minutes(30), NONE);
        runs(after, 31, 32);
        after.restore(ring, minute(32));
        assertThat(runs(after, 33, 41).state()).isEqualTo(Alert.State.PENDING);
        assertThat(runs(after, 42, 42).state()).isEqualTo(Alert.State.FIRING);
    }

    @Test
    void afterTooLongAnOutageAlertsBeginAnew() {
        runs(evaluator(0, alert("x > 0", minutes(10), NONE)), 0, 15);
        var after = restarted(minutes(10), NONE);
        runs(after, 100, 101);
        after.restore(ring, minute(101));
        assertThat(after.alerts(0).getFirst().activeAt()).isEqualTo(minute(100));
    }

    @Test
    void whatHadEndedBeforeTheOutageIsNotTakenUp() {
        var before = evaluator(0, alert("x > 0", minutes(10), NONE));
        runs(before, 0, 15);
        put(X, 16, 0);
        round(before, 16);
        var after = restarted(minutes(10), NONE);
        runs(after, 20, 21);
        after.restore(ring, minute(21));
        assertThat(after.alerts(0).getFirst().activeAt()).isEqualTo(minute(20));
    }

    @Test
    void goesOnKeepingAnAlertFiringAfterARestart() {
        var before = evaluator(0, alert("x > 0", NONE, minutes(20)));
        runs(before, 0, 5);
        var after = restarted(NONE, minutes(20));
        put(X, 10, 0);
        round(after, 10);
        put(X, 11, 0);
        round(after, 11);
        after.restore(ring, minute(11));
        put(X, 24, 0);
        round(after, 24);
        assertThat(after.alerts(0)).singleElement().returns(Alert.State.FIRING, Alert::state);
        put(X, 25, 0);
        round(after, 25);
        assertThat(after.alerts(0)).singleElement().returns(Alert.State.INACTIVE, Alert::state);
    }

    @Test
    void whatBreaksInTheStoreIsTheTroubleOfOneRule() {
        Source broken = (matchers, from, to) -> {
            if (matchers.stream().anyMatch(matcher -> matcher.value().equals("x"))) {
                throw new IllegalStateException("a block cannot be read");
            }
            return ring.select(matchers, from, to);
        };
        put(Labels.of("__name__", "y"), 0, 7);
        var group = new RuleGroup("g", NONE, NONE, 0, List.of(record("one", "x"), record("two", "y")));
        var evaluator = new Evaluator(group, new Engine(broken, Options.standard()), ring, Surroundings.NONE);
        assertThat(round(evaluator, 0).failures()).singleElement().satisfies(trouble -> assertThat(trouble.message()).contains("a block cannot be read"));
        assertThat(ask("two", 0).values()).containsExactly(7.0);
    }
}
