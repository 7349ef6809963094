package koboshi.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import koboshi.action.Duty;
import koboshi.action.Runbook;
import koboshi.guard.Comparison;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.Selector;
import koboshi.journey.Journey;
import koboshi.loop.Event;
import koboshi.loop.Plan;
import koboshi.resource.ResourceId;
import koboshi.series.Labels;
import koboshi.series.Ring;
import koboshi.series.Sample;
import koboshi.series.Series;
import koboshi.signal.Reading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ResourceId LIVE_QA = ResourceId.service("live-qa");

    private final FakeRehearsal runs = new FakeRehearsal();
    private final Ring ring = new Ring(100, 10);
    private final Watches watches = new Watches(runs, Optional::empty, ring, runs, Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void close() {
        watches.close();
        List.of("a", "b", "c").forEach(journey -> runs.end(journey, 20, "over"));
    }

    private static Journey journey(String name, int timeoutSeconds) {
        return new Journey(name, LIVE_QA, Duration.ofMinutes(10), Duration.ofSeconds(timeoutSeconds), Optional.empty(), List.of());
    }

    @Test
    void aFloodOfLabelSetsIsOneThingUnknownAndNotAFloodOfCalls() {
        var wide = new Ring(1000, 2);
        for (int i = 0; i < 500; i++) {
            wide.append(Labels.of(Labels.NAME, "queue", "n", Integer.toString(i)), new Sample(NOW.toEpochMilli(), 9));
        }
        var answer = new SeriesWatch(wide).ask(Guard.of("g", Comparison.parse("queue > 5"), LIVE_QA), NOW);

        assertThat(answer.readings()).isEmpty();
        assertThat(answer.trouble()).hasValueSatisfying(why -> assertThat(why).contains("500 series", "200"));
    }

    private static Plan journeys(Journey... journeys) {
        return new Plan(Map.of(), Arrays.stream(journeys).collect(Collectors.toMap(Journey::name, Function.identity())), Map.of());
    }

    @Test
    void aChangedPlanDisturbsOnlyWhatChanged() {
        watches.follow(journeys(journey("a", 60), journey("b", 60)));
        runs.awaitBegun("a", 1);
        runs.awaitBegun("b", 1);
        watches.follow(journeys(journey("a", 60), journey("b", 61), journey("c", 60)));
        runs.awaitBegun("b", 2);
        runs.awaitBegun("c", 1);
        assertThat(runs.begun("a")).isEqualTo(1);
    }

    @Test
    void whatLeftThePlanSaysNothingMore() {
        watches.follow(journeys(journey("a", 60), journey("b", 60)));
        runs.awaitBegun("a", 1);
        runs.awaitBegun("b", 1);
        watches.follow(journeys(journey("b", 60)));
        runs.end("a", 1, "clean");
        runs.end("b", 1, "clean");
        assertThat(runs.awaitTold(Event.JourneyRan.class, 1)).extracting(Event.JourneyRan::journey).containsExactly("b");
    }

    @Test
    void eachGuardThatAsksForSeriesIsAnsweredAgainAndAgain() {
        ring.append(Labels.of(Labels.NAME, "waiting"), new Sample(NOW.toEpochMilli(), 7));
        var duties = Map.of("many", duty("many", Comparison.parse("waiting > 5")), "silent", duty("silent", new Condition.JourneyFails("a")));
        watches.follow(new Plan(Map.of(), Map.of(), duties));
        var answers = runs.awaitTold(Event.Answered.class, 2);
        assertThat(answers).extracting(Event.Answered::guard).containsOnly("many");
        assertThat(answers.getLast().readings()).extracting(Reading::value).containsExactly(7.0);
    }

    private static Duty duty(String name, Condition condition) {
        return new Duty(Guard.of(name, condition, LIVE_QA), Runbook.WATCH_ONLY);
    }

    private Event.Answered ask(Condition condition) {
        return new SeriesWatch(ring).ask(Guard.of("g", condition, LIVE_QA), NOW);
    }

    @Test
    void theLatestSampleOfEachMatchingSeriesIsRead() {
        append("waiting", "live", 20, 1);
        append("waiting", "live", 10, 2);
        append("waiting", "archive", 10, 3);
        append("sleeping", "live", 10, 4);
        assertThat(ask(Comparison.parse("waiting > 5")).readings())
                .extracting(reading -> reading.labels().get("channel"), Reading::value)
                .containsExactlyInAnyOrder(tuple("live", 2.0), tuple("archive", 3.0));
    }

    private void append(String metric, String channel, int secondsAgo, double value) {
        ring.append(Labels.of(Labels.NAME, metric, "channel", channel), new Sample(NOW.minusSeconds(secondsAgo).toEpochMilli(), value));
    }

    @Test
    void aSampleOlderThanFiveMinutesSaysNothingAboutNow() {
        append("waiting", "live", 301, 9);
        assertThat(ask(Comparison.parse("waiting > 5"))).isEqualTo(new Event.Answered("g", List.of(), Optional.empty()));
    }

    @Test
    void absenceIsAskedForOverItsOwnWindow() {
        append("speech", "live", 90, 1);
        assertThat(ask(new Condition.Absent(Selector.parse("speech"), Duration.ofSeconds(60))).readings()).isEmpty();
        assertThat(ask(new Condition.Absent(Selector.parse("speech"), Duration.ofSeconds(120))).readings()).hasSize(1);
    }

    @Test
    void aSeriesThatSaidItEndedHasNoValueNowButWasNotAbsent() {
        append("waiting", "live", 20, 9);
        append("waiting", "live", 10, Sample.STALE);
        assertThat(ask(Comparison.parse("waiting > 5")).readings()).isEmpty();
        assertThat(ask(new Condition.Absent(Selector.parse("waiting"), Duration.ofSeconds(60))).readings()).hasSize(1);
        assertThat(ask(new Condition.Absent(Selector.parse("waiting"), Duration.ofSeconds(15))).readings()).isEmpty();
    }

    @Test
    void aSeriesWithoutAnySampleInTheWindowIsNoReading() {
        var gap = new SeriesWatch((_, _, _) -> List.of(Series.of(Labels.of(Labels.NAME, "waiting"), List.of())));
        assertThat(gap.ask(Guard.of("g", Comparison.parse("waiting > 5"), LIVE_QA), NOW)).isEqualTo(new Event.Answered("g", List.of(), Optional.empty()));
    }

    @Test
    void aSourceThatCannotBeReadIsAnAnswerWithItsTrouble() {
        var broken = new SeriesWatch((_, _, _) -> {
            throw new IllegalStateException("the disk is gone");
        });
        assertThat(broken.ask(Guard.of("g", Comparison.parse("waiting > 5"), LIVE_QA), NOW).trouble()).contains("its series cannot be read: the disk is gone");
    }
}
