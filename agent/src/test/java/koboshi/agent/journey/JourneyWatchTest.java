package koboshi.agent.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import koboshi.journey.Journey;
import koboshi.loop.Event;
import koboshi.resource.ResourceId;
import koboshi.signal.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JourneyWatchTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(10);

    private final FakeRehearsal runs = new FakeRehearsal();
    private final AtomicInteger controls = new AtomicInteger();
    private volatile Optional<String> starved = Optional.empty();
    private JourneyWatch watch;

    /** A journey that would not run a second time within a test unless something makes it. */
    private void watch(Duration every, Duration timeout) {
        var journey = new Journey("ask", ResourceId.service("live-qa"), every, timeout, Optional.empty(), List.of());
        watch = new JourneyWatch(journey, runs, this::control, runs::tell, Clock.fixed(NOW, ZoneOffset.UTC));
        watch.start();
    }

    private Optional<String> control() {
        controls.incrementAndGet();
        return starved;
    }

    @AfterEach
    void stop() {
        watch.stop();
        runs.end("ask", 20, "over");
    }

    private static List<Integer> sizes(List<Event.JourneyRan> told) {
        return told.stream().map(ran -> ran.runs().size()).toList();
    }

    @Test
    void aFailedRunIsConfirmedAtOnceByFourFreshOnesTogetherAndOneControl() {
        watch(LONG, LONG);
        runs.end("ask", 1, "no answer");
        runs.awaitBegun("ask", 1 + Journey.BURST);
        runs.end("ask", Journey.BURST, "no answer");
        assertThat(sizes(runs.awaitTold(Event.JourneyRan.class, 2))).containsExactly(1, Journey.BURST);
        assertThat(controls).hasValue(1);
    }

    @Test
    void aCleanRunIsToldAndConfirmedByNobody() {
        watch(LONG, LONG);
        runs.end("ask", 1, "clean");
        assertThat(runs.awaitTold(Event.JourneyRan.class, 1)).containsExactly(new Event.JourneyRan("ask", List.of(Run.clean(NOW, Duration.ofMillis(1)))));
        assertThat(runs.begun("ask")).isEqualTo(1);
        assertThat(controls).hasValue(0);
    }

    @Test
    void whenOurOwnDoorStarvesTheJourneyIsDoubtedAndRunsNoFaster() {
        starved = Optional.of("our own door did not answer");
        watch(LONG, LONG);
        runs.end("ask", 1 + Journey.BURST, "no answer");
        assertThat(runs.awaitTold(Event.JourneyDoubted.class, 1)).containsExactly(new Event.JourneyDoubted("ask", "our own door did not answer"));
        assertThat(sizes(runs.told(Event.JourneyRan.class))).containsExactly(1);
        assertThat(runs.begun("ask")).isEqualTo(1 + Journey.BURST);
    }

    @Test
    void aCleanBurstIsBelievedEvenWhileWeStarve() {
        starved = Optional.of("our own door did not answer");
        watch(LONG, LONG);
        runs.end("ask", 1, "no answer");
        runs.awaitBegun("ask", 1 + Journey.BURST);
        runs.end("ask", Journey.BURST, "clean");
        assertThat(sizes(runs.awaitTold(Event.JourneyRan.class, 2))).containsExactly(1, Journey.BURST);
        assertThat(runs.told(Event.JourneyDoubted.class)).isEmpty();
    }

    @Test
    void afterAFallItRunsFastUntilThreeRunsWereClean() {
        watch(LONG, LONG);
        runs.end("ask", 1 + Journey.BURST, "no answer");
        runs.awaitTold(Event.JourneyRan.class, 2);
        runs.end("ask", 2, "no answer");
        runs.end("ask", 3, "clean");
        assertThat(sizes(runs.awaitTold(Event.JourneyRan.class, 7))).containsExactly(1, Journey.BURST, 1, 1, 1, 1, 1);
        assertThat(runs.begun("ask")).as("idle again, and no other run for ten minutes").isEqualTo(10);
    }

    @Test
    void aSlowRunIsSuspectedBeforeItFails() {
        watch(LONG, Duration.ofMillis(200));
        runs.awaitBegun("ask", 1 + Journey.BURST);
        assertThat(runs.told).isEmpty();
        runs.end("ask", 1 + Journey.BURST, "no answer");
        assertThat(sizes(runs.awaitTold(Event.JourneyRan.class, 2))).containsExactly(1, Journey.BURST);
        assertThat(controls).hasValue(1);
    }

    @Test
    void aRunThatBreaksIsDoubtedAndTheNextOneComes() {
        watch(Duration.ofMillis(10), LONG);
        runs.end("ask", 1, "breaks");
        assertThat(runs.awaitTold(Event.JourneyDoubted.class, 1).getFirst().why()).contains("a bug");
        runs.end("ask", 1, "clean");
        runs.awaitTold(Event.JourneyRan.class, 1);
    }

    @Test
    void aRunThatBreaksWhileItMayRiseIsDoubtedTooAndProvesNothing() {
        watch(Duration.ofMillis(10), LONG);
        runs.end("ask", 1 + Journey.BURST, "no answer");
        runs.awaitTold(Event.JourneyRan.class, 2);
        runs.end("ask", 4, "breaks");
        runs.awaitTold(Event.JourneyDoubted.class, 1);
        assertThat(sizes(runs.told(Event.JourneyRan.class))).containsExactly(1, Journey.BURST);
    }

    @Test
    void runsAreDatedByTheLoopsClockAndNotByTheirOwn() {
        watch(LONG, LONG);
        runs.end("ask", 1, "clean");
        assertThat(runs.awaitTold(Event.JourneyRan.class, 1).getFirst().runs()).extracting(Run::began).containsExactly(NOW);
    }

    @Test
    void whatIsStoppedSaysNothingMore() throws InterruptedException {
        watch(Duration.ofMillis(1), LONG);
        runs.awaitBegun("ask", 1);
        watch.stop();
        runs.end("ask", 20, "clean");
        watch.awaitEnd();
        assertThat(runs.told).isEmpty();
    }
}
