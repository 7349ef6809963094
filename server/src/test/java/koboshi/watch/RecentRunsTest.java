package koboshi.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import koboshi.loop.Event;
import koboshi.signal.Run;
import org.junit.jupiter.api.Test;

class RecentRunsTest {
    private static final Instant AT = Instant.parse("2026-05-01T01:02:03Z");

    private final Set<String> journeys = new HashSet<>(Set.of("ask", "hear"));
    private final List<Event> told = new ArrayList<>();
    private final RecentRuns runs = new RecentRuns(() -> journeys);

    private void ran(String journey, int second) {
        runs.before(told::add).tell(new Event.JourneyRan(journey, List.of(Run.clean(AT.plusSeconds(second), Duration.ZERO))));
    }

    @Test
    void keepsTheLatestTwentyNewestFirstAndTellsAllOn() {
        for (int second = 0; second < 25; second++) {
            ran("ask", second);
        }
        assertThat(runs.of("ask").get("here")).hasSize(20).first().isEqualTo(Run.clean(AT.plusSeconds(24), Duration.ZERO));
        assertThat(told).hasSize(25);
        assertThat(runs.of("hear")).isEmpty();
    }

    @Test
    void forgetsJourneysThatAreNotInThePlanAnyMore() {
        ran("ask", 1);
        journeys.remove("ask");
        ran("hear", 2);
        assertThat(runs.of("ask")).isEmpty();
        assertThat(runs.of("hear")).hasSize(1);
    }
}
