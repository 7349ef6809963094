package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import koboshi.loop.Event;
import koboshi.signal.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder);
        open.house.journeys = Set.of("ask-and-hear");
    }

    @AfterEach
    void closeDoors() {
        open.close();
    }

    private void ran(Run run) {
        open.house.runs().before(_ -> {}).tell(new Event.JourneyRan("ask-and-hear", List.of(run)));
    }

    @Test
    void tellsEachStepOfTheLatestRuns() throws IOException {
        ran(Run.clean(FakeHouse.AT, Duration.ofNanos(1_234_567)));
        ran(new Run(FakeHouse.AT.plusSeconds(1), Duration.ofMillis(600), Optional.of(new Run.Stumble("hear", "no answer within 600 ms")),
                List.of(new Run.Taken("ask", Duration.ofMillis(4), Run.Outcome.DONE), new Run.Taken("hear", Duration.ofMillis(596), Run.Outcome.CUT_OFF)),
                List.of(new Run.Stumble("tidy", "expected status 204, came 500"))));
        assertThat(open.ask("GET /api/journeys/ask-and-hear/runs").text()).isEqualTo("""
                {"journey":"ask-and-hear","runs":[{"began":"2026-05-01T01:02:04.456Z","tookMillis":600.0,"clean":false,"step":"hear",\
                "why":"no answer within 600 ms","steps":[{"name":"ask","tookMillis":4.0,"outcome":"done"},\
                {"name":"hear","tookMillis":596.0,"outcome":"cut off"}],"remarks":[{"step":"tidy","why":"expected status 204, came 500"}],"vantage":"here"},\
                {"began":"2026-05-01T01:02:03.456Z","tookMillis":1.234,"clean":true,"step":null,"why":"","steps":[],"remarks":[],"vantage":"here"}]}""");
    }

    @Test
    void aJourneyThatHasNotRunHasNoRuns() throws IOException {
        assertThat(open.ask("GET /api/journeys/ask-and-hear/runs").text()).isEqualTo("{\"journey\":\"ask-and-hear\",\"runs\":[]}");
    }

    @Test
    void aJourneyThatIsNoneIsNamed() throws IOException {
        var heard = open.ask("GET /api/journeys/ask-an-hear/runs");
        assertThat(heard.status()).isEqualTo(404);
        assertThat(heard.text()).contains("no journey is called ask-an-hear: expected ask-and-hear (did you mean ask-and-hear?)");
    }
}
