package koboshi.agent.journey;

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
import java.util.stream.IntStream;
import koboshi.journey.Journey;
import koboshi.loop.Event;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Journeys come and go with the plan. */
class JourneyWatchesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final FakeRehearsal runs = new FakeRehearsal();
    private final JourneyWatches watches = new JourneyWatches(runs, Optional::empty, runs::tell, Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void close() {
        watches.close();
        List.of("a", "b", "c").forEach(journey -> runs.end(journey, 20, "over"));
    }

    private static Journey journey(String name, int timeoutSeconds) {
        return new Journey(name, ResourceId.service("live-qa"), Duration.ofMinutes(10), Duration.ofSeconds(timeoutSeconds), Optional.empty(), List.of());
    }

    private void follow(Journey... journeys) {
        watches.follow(Arrays.stream(journeys).collect(Collectors.toMap(Journey::name, Function.identity())));
    }

    @Test
    void aChangedPlanDisturbsOnlyWhatChanged() {
        follow(journey("a", 60), journey("b", 60));
        runs.awaitBegun("a", 1);
        runs.awaitBegun("b", 1);
        follow(journey("a", 60), journey("b", 61), journey("c", 60));
        runs.awaitBegun("b", 2);
        runs.awaitBegun("c", 1);
        assertThat(runs.begun("a")).isEqualTo(1);
    }

    @Test
    void whatLeftThePlanSaysNothingMore() {
        follow(journey("a", 60), journey("b", 60));
        runs.awaitBegun("a", 1);
        runs.awaitBegun("b", 1);
        follow(journey("b", 60));
        runs.end("a", 1, "clean");
        runs.end("b", 1, "clean");
        assertThat(runs.awaitTold(Event.JourneyRan.class, 1)).extracting(Event.JourneyRan::journey).containsExactly("b");
    }

    @Test
    void inALargePoolOneThatFailsIsHeldAgainstThirtyOthers() {
        Map<String, Journey> pool = IntStream.range(0, 100).mapToObj(JourneyWatchesTest::atServer).collect(Collectors.toMap(Journey::name, Function.identity()));
        watches.follow(pool);
        pool.keySet().forEach(name -> runs.end(name, 1, name.endsWith("s007") ? "no answer" : "clean"));
        runs.awaitBegun("see@web/s007", 1 + Journey.BURST_OF_A_BACKEND);
        IntStream.rangeClosed(8, 37).forEach(i -> runs.awaitBegun(name(i), 2));
        assertThat(runs.begun(name(50))).isEqualTo(1);
        pool.keySet().forEach(name -> runs.end(name, 20, "over"));
    }

    private static String name(int server) {
        return "see@web/s%03d".formatted(server);
    }

    private static Journey atServer(int server) {
        var id = Pool.backend("web", "s%03d".formatted(server));
        return new Journey("see", id, Duration.ofMinutes(10), Duration.ofMinutes(1), Optional.empty(), List.of()).against(name(server), id, "h:80");
    }
}
