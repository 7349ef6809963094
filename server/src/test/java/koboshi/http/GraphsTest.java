package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import koboshi.action.Duty;
import koboshi.action.Runbook;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.Objective;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphsTest {
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder);
    }

    @AfterEach
    void closeDoors() {
        open.close();
    }

    private void guarded(String name, Condition condition) {
        var guard = Guard.of(name, condition, Scene.LIVE_QA);
        open.house.duties.add(new Duty(new Guard(name, condition, guard.on(), Duration.ofSeconds(90), Duration.ZERO, Guard.UNKNOWN_GRACE), Runbook.WATCH_ONLY));
    }

    @Test
    void tellsWhatAGuardAsksAndWhereItTurnsBad() throws IOException {
        guarded("crowd", new Condition.Gives("questions_waiting{channel=\"live\"} > 50"));
        assertThat(open.ask("GET /api/graphs").text()).isEqualTo("{\"graphs\":[{\"guard\":\"crowd\",\"on\":\"service/live-qa\",\"for\":90.0,\"plots\":["
                + "{\"query\":\"questions_waiting{channel=\\\"live\\\"}\",\"bad\":null,\"unit\":null,\"line\":{\"sign\":\">\",\"at\":50.0}}],\"foreseen\":false}]}");
    }

    @Test
    void drawsAJourneyByTheTimeItTookAndShadesItsFailures() throws IOException {
        guarded("silent", new Condition.JourneyFails("ask-and-hear"));
        assertThat(open.ask("GET /api/graphs").text())
                .contains("\"query\":\"koboshi_journey_duration_seconds{journey=\\\"ask-and-hear\\\"}\"")
                .contains("\"bad\":\"min_over_time(koboshi_journey_success{journey=\\\"ask-and-hear\\\"}[$step]) == 0 or koboshi_journey_success{journey=\\\"ask-and-hear\\\"} == 0\"");
    }

    @Test
    void drawsWhatAnObjectivePromises() throws IOException {
        var objective = new Objective("valid answers", "sum(rate(good[5m]))", "sum(rate(all[5m]))", 0.99, Duration.ofDays(30));
        guarded("burns", new Condition.Burns(objective, true));
        assertThat(open.ask("GET /api/graphs").text())
                .contains("\"query\":\"(sum(rate(good[5m]))) / (sum(rate(all[5m])))\"")
                .contains("\"line\":{\"sign\":\"<\",\"at\":0.99}");
    }

    @Test
    void marksWhatIsForeseen() throws IOException {
        guarded("memory", new Condition.RunsOut("free_bytes", Optional.empty(), 1e9, true, true, Duration.ofHours(1), Duration.ofHours(6), 0.95));
        assertThat(open.ask("GET /api/graphs").text()).contains("\"line\":{\"sign\":\"<=\",\"at\":1.0E9}").contains("\"foreseen\":true");
    }

    @Test
    void hasNothingToDrawOfAProcess() throws IOException {
        guarded("fallen", new Condition.Fallen(Scene.LIVE_QA));
        assertThat(open.ask("GET /api/graphs").text()).contains("\"guard\":\"fallen\"").contains("\"plots\":[]");
    }
}
