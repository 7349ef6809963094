package koboshi.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import koboshi.action.Duty;
import koboshi.action.Runbook;
import koboshi.agent.journey.Rehearsal;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
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

    private final Told told = new Told();
    private final Ring ring = new Ring(100, 10);
    private final Watches watches = new Watches(Rehearsal::run, Optional::empty, ring, _ -> Optional.empty(), told, Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void close() {
        watches.close();
    }

    @Test
    void eachGuardThatAsksForSeriesIsAnsweredAgainAndAgain() {
        ring.append(Labels.of(Labels.NAME, "waiting"), new Sample(NOW.toEpochMilli(), 7));
        var duties = Map.of("many", duty("many", new Condition.Gives("waiting > 5")), "silent", duty("silent", new Condition.JourneyFails("a")));
        watches.follow(new Plan(Map.of(), Map.of(), duties));
        var answers = told.await(Event.Answered.class, 2);
        assertThat(answers).extracting(Event.Answered::guard).containsOnly("many");
        assertThat(answers.getLast().findings().readings()).extracting(Reading::value).containsExactly(7.0);
    }

    private static Duty duty(String name, Condition condition) {
        return new Duty(Guard.of(name, condition, LIVE_QA), Runbook.WATCH_ONLY);
    }
}
