package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import koboshi.loop.Event;
import koboshi.loop.Plan;
import koboshi.promql.Engine;
import koboshi.promql.Options;
import koboshi.signal.Run;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JourneySeriesTest {
    private static final Instant AT = Instant.parse("2026-05-01T01:02:03Z");

    @Test
    void keepsEachRunOfABurstAndTellsTheLoop(@TempDir Path folder) throws IOException {
        var told = new ArrayList<Event>();
        try (var store = Store.open(folder, Settings.standard().withClock(() -> AT))) {
            try (var series = new JourneySeries(store, () -> Plan.EMPTY, told::add)) {
                series.tell(new Event.JourneyRan("ask", List.of(
                        Run.clean(AT.minusSeconds(3), Duration.ofMillis(250)),
                        Run.failed(AT.minusSeconds(2), Duration.ofMillis(750), "hear", "nothing"))));
            }
            assertThat(told).hasSize(1);
            assertThat(asked(store, "sum_over_time(koboshi_journey_duration_seconds{journey=\"ask\"}[10s])")).contains("1.0");
            assertThat(asked(store, "avg_over_time(koboshi_journey_success{journey=\"ask\"}[10s])")).contains("0.5");
        }
    }

    private static String asked(Store store, String query) {
        return new Engine(store, Options.standard()).instant(query, AT).value().toString();
    }
}
