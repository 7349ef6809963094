package koboshi.watch;

import static org.assertj.core.api.Assertions.assertThat;

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
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.journey.Journey;
import koboshi.loop.Event;
import koboshi.loop.Plan;
import koboshi.resource.ResourceId;
import koboshi.series.Labels;
import koboshi.series.Ring;
import koboshi.series.Sample;
import koboshi.signal.Reading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ResourceId LIVE_QA = ResourceId.service("live-qa");

    private final FakeRehearsal runs = new FakeRehearsal();
    private final Ring ring = new Ring(100, 10);
    private final Watches watches = new Watches(runs, Optional::empty, ring, _ -> Optional.empty(), runs, Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void close() {
        watches.close();
        List.of("a", "b", "c").forEach(journey -> runs.end(journey, 20, "over"));
    }

    private static Journey journey(String name, int timeoutSeconds) {
        return new Journey(name, LIVE_QA, Duration.ofMinutes(10), Duration.ofSeconds(timeoutSeconds), Optional.empty(), List.of());
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
        var duties = Map.of("many", duty("many", new Condition.Gives("waiting > 5")), "silent", duty("silent", new Condition.JourneyFails("a")));
        watches.follow(new Plan(Map.of(), Map.of(), duties));
        var answers = runs.awaitTold(Event.Answered.class, 2);
        assertThat(answers).extracting(Event.Answered::guard).containsOnly("many");
        assertThat(answers.getLast().findings().readings()).extracting(Reading::value).containsExactly(7.0);
    }

    private static Duty duty(String name, Condition condition) {
        return new Duty(Guard.of(name, condition, LIVE_QA), Runbook.WATCH_ONLY);
    }
}
