package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import koboshi.action.Motive;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.incident.Ending;
import koboshi.incident.Entry;
import koboshi.signal.Fact;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarksTest {
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder);
    }

    @AfterEach
    void closeDoors() {
        open.close();
    }

    /** The first entry comes a second after the house's moment, the next a second later. */
    private String marks(int fromSecond, int toSecond) throws IOException {
        return open.ask("GET /api/marks?from=" + at(fromSecond) + "&to=" + at(toSecond)).text();
    }

    private static Instant at(int second) {
        return FakeHouse.AT.plusSeconds(second);
    }

    @Test
    void givesWhatHappenedBetweenTwoMomentsAndNothingElse() throws IOException {
        for (int i = 1; i <= 2000; i++) {
            open.house.happens(new Entry.Noted("deploy", "build " + i + ".", "ci"));
        }
        assertThat(marks(701, 702)).contains("build 701.", "build 702.").doesNotContain("build 700.", "build 703.").contains("\"whole\":true", "\"kind\":\"deploy\"");
        assertThat(marks(-50, 0)).isEqualTo("{\"whole\":true,\"marks\":[]}");
        assertThat(marks(2001, 3000)).isEqualTo("{\"whole\":true,\"marks\":[]}");
    }

    @Test
    void marksANearMissByASignOfItsOwn() throws IOException {
        open.house.happens(new Entry.IncidentEnded(1, Ending.NEAR_MISS));
        open.house.happens(new Entry.IncidentEnded(2, Ending.REVIVED));
        assertThat(marks(0, 10)).contains("\"kind\":\"near-miss\"", "\"kind\":\"ended\"");
    }

    @Test
    void keepsTheLatestWhereThereAreTooManyAndSaysSo() throws IOException {
        for (int i = 1; i <= 600; i++) {
            open.house.happens(new Entry.Noted("deploy", "build " + i + ".", "ci"));
        }
        assertThat(marks(0, 1000)).contains("\"whole\":false", "build 600.", "build 101.").doesNotContain("build 100.");
    }

    @Test
    void marksWhatMayTurnACurve() {
        var restart = new Entry.ActStarted(5, Verb.RESTART, Scene.LIVE_QA, GuardKey.of("silent"), 17, FakeHouse.AT, Motive.RUNBOOK, "");
        var capture = new Entry.ActStarted(4, Verb.CAPTURE, Scene.LIVE_QA, GuardKey.of("silent"), 17, FakeHouse.AT, Motive.ONSET, "");
        assertThat(Marks.kind(restart)).contains("restart");
        assertThat(Marks.kind(capture)).isEmpty();
        assertThat(Marks.kind(exit(Fact.Cause.OUT_OF_MEMORY))).contains("fell");
        assertThat(Marks.kind(exit(Fact.Cause.ORDERED))).isEqualTo(Optional.empty());
        assertThat(Marks.kind(new Entry.Beaten("nightly"))).isEmpty();
    }

    private static Entry exit(Fact.Cause cause) {
        return new Entry.FactKept("local", "b", 1, Scene.LIVE_QA, new Fact.Exited(42, cause, "", List.of(), Duration.ZERO), FakeHouse.AT, 0);
    }

    @Test
    void refusesARangeThatEndsBeforeItBegins() throws IOException {
        assertThat(open.ask("GET /api/marks?from=10&to=5").status()).isEqualTo(400);
        assertThat(open.ask("GET /api/marks?from=yesterday&to=5").text()).contains("valid timestamp");
        assertThat(open.ask("GET /api/marks").text()).contains("from");
    }
}
