package koboshi.http;

import static koboshi.http.Crossroads.S1;
import static koboshi.http.Crossroads.S2;
import static koboshi.http.Crossroads.S3;
import static koboshi.http.Crossroads.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import koboshi.action.Motive;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.incident.Entry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TrafficHistoryTest {
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder);
        open.house.see(Crossroads.with(View.EMPTY, new Crossroads(FakeHouse.AT).quiet()));
    }

    @AfterEach
    void closeDoors() {
        open.close();
    }

    /** The first entry comes a second after the house's moment, the next a second later. */
    private JsonNode history(int fromSecond, int toSecond) throws IOException {
        return open.ask("GET /api/traffic/web/history?from=" + FakeHouse.AT.plusSeconds(fromSecond) + "&to=" + FakeHouse.AT.plusSeconds(toSecond)).json();
    }

    private static List<String> spells(JsonNode history, int server) {
        return history.at("/servers/" + server + "/spells").valueStream()
                .map(spell -> spell.path("place").asString() + " " + Duration.between(FakeHouse.AT, Instant.parse(spell.path("from").asString())).toSeconds()).toList();
    }

    @Test
    void whatIsOutUntilItIsNeededWasInReserve() throws IOException {
        done(open.house, 1, Verb.DRAIN, S1, "switch:web", 0, Motive.COURSE, "green has its traffic");
        done(open.house, 2, Verb.EJECT, S1, "switch:web", 0, Motive.COURSE, "no session is left on it");
        done(open.house, 3, Verb.READY, S2, "standby:web/s2", 0, Motive.COURSE, "it ran clean");
        assertThat(spells(history(-10, 20), 0)).containsExactly("in -10", "draining 2", "reserve 4");
        assertThat(spells(history(-10, 20), 1)).containsExactly("reserve -10", "in 6");
    }

    @Test
    void tellsWhenEachServerWasInDrainingAndOutAndWhy() throws IOException {
        done(open.house, 1, Verb.DRAIN, S2, "operator:ren", 0, Motive.ORDER, "a new disk");
        done(open.house, 2, Verb.EJECT, S2, "operator:ren", 0, Motive.COURSE, "no session is left on it");
        done(open.house, 3, Verb.READY, S2, "operator:ren", 0, Motive.ORDER, "the disk is in");
        var history = history(-10, 20);
        assertThat(spells(history, 0)).containsExactly("in -10");
        assertThat(spells(history, 1)).containsExactly("in -10", "draining 2", "out 4", "in 6");
        assertThat(history.at("/servers/1/spells/2/why").asString()).as("what only takes its course keeps the reason it began with").isEqualTo("a new disk");
        assertThat(history.at("/servers/1/spells/2/by").asString()).isEqualTo("operator:ren");
        assertThat(history.at("/servers/1/spells/2/words/en").asString()).contains("no session is left");
        assertThat(history.at("/servers/1/spells/2/words/ja").asString()).contains("切り離し");
        assertThat(history.path("whole").asBoolean()).isTrue();
    }

    @Test
    void namesTheIncidentAServerWasTakenOutFor() throws IOException {
        done(open.house, 1, Verb.EJECT, S1, "see@web/s1", 18, Motive.RUNBOOK, "500");
        assertThat(history(0, 20).at("/servers/0/spells/1/incident").asLong()).isEqualTo(18);
    }

    @Test
    void countsNothingThatWasRefusedOrFailed() throws IOException {
        open.house.happens(new Entry.ActStarted(1, Verb.EJECT, S1, GuardKey.of("see@web/s1"), 18, FakeHouse.AT, Motive.RUNBOOK, "500"));
        open.house.happens(new Entry.ActEnded(1, 18, new Outcome.Failed("no permission")));
        assertThat(spells(history(0, 20), 0)).containsExactly("in 0");
    }

    @Test
    void knowsHowAStretchBeganFromWhatWasDoneInItOrBefore() throws IOException {
        done(open.house, 1, Verb.EJECT, S1, "see@web/s1", 18, Motive.RUNBOOK, "500");
        done(open.house, 2, Verb.EJECT, S2, "operator:ren", 0, Motive.ORDER, "a new disk");
        for (int i = 0; i < 200; i++) {
            open.house.happens(new Entry.Beaten("nightly"));
        }
        done(open.house, 3, Verb.READY, S1, "see@web/s1", 18, Motive.COURSE, "it ran clean");
        done(open.house, 4, Verb.READY, S2, "operator:ren", 0, Motive.ORDER, "the disk is in");
        done(open.house, 5, Verb.READY, S3, "operator:ren", 0, Motive.ORDER, "to be sure");
        var history = history(190, 300);
        assertThat(spells(history, 0)).containsExactly("out 190", "in 206");
        assertThat(spells(history, 1)).containsExactly("out 190", "in 208");
        assertThat(spells(history, 2)).as("it had never been out").containsExactly("in 190", "in 210");
    }

    @Test
    void anOldFallIsToldByWhatStandsNow() throws IOException {
        open.house.see(Crossroads.with(View.EMPTY, new Crossroads(FakeHouse.AT).fallen()));
        assertThat(spells(history(0, 20), 1)).as("out for 12 seconds by then").containsExactly("out 0");
        assertThat(spells(history(-100, -50), 1)).containsExactly("in -100");
    }

    @Test
    void admitsWhatLiesTooFarBack() throws IOException {
        for (int i = 0; i < 5_100; i++) {
            open.house.happens(new Entry.Beaten("nightly"));
        }
        done(open.house, 1, Verb.READY, S1, "operator:ren", 0, Motive.ORDER, "the disk is in");
        assertThat(spells(history(5_099, 6_000), 0)).containsExactly("in 5099", "in 5102");
        for (int i = 0; i < 600; i++) {
            open.house.happens(new Entry.Beaten("nightly"));
        }
        done(open.house, 2, Verb.READY, S2, "operator:ren", 0, Motive.ORDER, "the disk is in");
        assertThat(spells(history(5_700, 6_000), 1)).containsExactly("unknown 5700", "in 5704");
    }

    @Test
    void saysWhatItExpected() throws IOException {
        assertThat(open.ask("GET /api/traffic/wbe/history?from=0&to=5").text()).contains("unknown pool wbe", "did you mean web?");
        assertThat(open.ask("GET /api/traffic/wbe/history?from=0&to=5").status()).isEqualTo(404);
        assertThat(open.ask("GET /api/traffic/web/history?from=10&to=5").status()).isEqualTo(400);
    }
}
