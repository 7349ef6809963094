package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import koboshi.action.Outcome;
import koboshi.guard.GuardKey;
import koboshi.http.ViewedService.Pose;
import koboshi.incident.Ending;
import koboshi.incident.Entry;
import koboshi.incident.Incident;
import koboshi.signal.Evidence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookingTest {
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder);
    }

    @AfterEach
    void closeDoors() {
        open.close();
    }

    @Test
    void saysThatItIsWell() throws IOException {
        var heard = open.ask("GET /health");
        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.text()).isEqualTo("{\"status\":\"ok\"}");
    }

    @Test
    void answersHeadWithoutABody() throws IOException {
        try (var caller = new Caller(open.port())) {
            caller.head(open.port(), List.of("HEAD /health", "Connection: close"));
            assertThat(caller.lineBeginning("HTTP/1.1")).contains("200");
            assertThat(caller.lineBeginning("Connection")).isNotEmpty();
        }
    }

    @Test
    void showsTheStateUnderTheNamesOthersCodeAgainst() throws IOException {
        open.house.see(Scene.of(123, Scene.service(Scene.LIVE_QA, Pose.LYING, "silent: hear: no audio within 2 s")));
        var state = open.ask("GET /api/state").json();
        assertThat(state.get("offset").intValue()).isEqualTo(123);
        assertThat(state.get("role").stringValue()).isEqualTo("operator");
        assertThat(state.get("freeze").isNull()).isTrue();
        assertThat(state.at("/services/0")).hasToString("""
                {"id":"service/live-qa","name":"live-qa","pose":"lying","why":"silent: hear: no audio within 2 s","page":null,"panel":null,\
                "incident":17,"process":{"state":"running","pid":4242,"since":"2026-05-01T01:02:03.456Z"},\
                "agent":{"id":"local","linked":true},"journeys":[{"name":"ask-and-hear","clean":false,"tookMillis":41,\
                "began":"2026-05-01T01:02:03.456Z","why":"hear: no audio within 2 s","cleanInARow":0,"failedInARow":2,"from":[]}]}""");
        assertThat(state.at("/guards/0")).hasToString("""
                {"key":"silent","on":"service/live-qa","standing":"inactive","since":"2026-05-01T01:02:03.456Z","why":"","words":{"en":"","ja":""},\
                "then":["capture","restart"],"saves":3,"harms":1}""");
    }

    @Test
    void tellsAnIncidentInBothLanguagesWithItsEvidence() throws IOException {
        open.house.incidents.add(Scene.incident(17));
        open.house.happens(new Entry.IncidentOpened(17, Scene.LIVE_QA, GuardKey.of("silent"), "hear: no audio"));
        open.house.happens(new Entry.ActEnded(5, 17, new Outcome.Done("kept", List.of(new Evidence("thread-dump", "ab".repeat(32), 99)))));
        var story = open.ask("GET /api/incidents/17").json();
        assertThat(story.at("/incident/on").stringValue()).isEqualTo("service/live-qa");
        assertThat(story.at("/timeline/0/type").stringValue()).isEqualTo("incident-opened");
        assertThat(story.at("/timeline/0/words/en").stringValue()).startsWith("Incident 17 opened on service/live-qa");
        assertThat(story.at("/timeline/0/words/ja").stringValue()).startsWith("障害 17 発生");
        assertThat(story.at("/timeline/1/evidence/0")).hasToString(
                "{\"name\":\"thread-dump\",\"hash\":\"" + "ab".repeat(32) + "\",\"bytes\":99}");
    }

    @Test
    void listsIncidentsAndKnowsWhichItDoesNotHave() throws IOException {
        open.house.incidents.addAll(List.of(Scene.incident(18), Scene.incident(17)));
        assertThat(open.ask("GET /api/incidents?limit=1").json().get("incidents")).hasSize(1);
        assertThat(open.ask("GET /api/incidents/99").status()).isEqualTo(404);
        assertThat(open.ask("GET /api/incidents/last").text()).contains("expected digits only");
    }

    @Test
    void tellsNearMissesApartFromWhatFell() throws IOException {
        var suspected = Incident.opened(19, Scene.LIVE_QA, GuardKey.of("crowd"), "57 wait", FakeHouse.AT);
        open.house.incidents.addAll(List.of(suspected, suspected.ended(FakeHouse.AT, Ending.NEAR_MISS), suspected.asHandled().ended(FakeHouse.AT, Ending.REVIVED)));
        assertThat(open.ask("GET /api/incidents").json().get("incidents").valueStream()).extracting(one -> one.path("kind").asString())
                .containsExactly("incident", "near-miss", "incident");
        assertThat(open.ask("GET /api/incidents?kind=near-miss").json().get("incidents")).hasSize(1);
        assertThat(open.ask("GET /api/incidents?kind=nearmiss").text()).contains("unknown kind nearmiss", "did you mean near-miss?");
    }

    @Test
    void givesEvidenceAsTextToKeepAndNeverAsAPage(@TempDir Path folder) throws IOException {
        var content = "<script>alert(1)</script>".getBytes();
        var hash = Hashes.hex(Hashes.sha256(content));
        open.house.keepEvidence(hash, new ByteArrayInputStream(content));
        var heard = open.ask("GET /evidence/" + hash);
        assertThat(heard.body()).isEqualTo(content);
        assertThat(heard.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(heard.header("Content-Disposition")).startsWith("attachment");
        assertThat(heard.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(open.ask("GET /evidence/" + "0".repeat(64)).status()).isEqualTo(404);
        assertThat(open.ask("GET /evidence/..%2f..%2fetc").status()).isEqualTo(400);
    }

    @Test
    void showsItsOwnFigures() throws IOException {
        assertThat(open.ask("GET /metrics").text())
                .contains("koboshi_queue_depth 3\n", "koboshi_loop_wait_seconds 0.0125\n", "koboshi_http_streams 0\n");
    }

    @Test
    void saysWhatItExpectedOfAnUnknownRouteAndAWrongMethod() throws IOException {
        var unknown = open.ask("GET /nonsense");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().get("error").stringValue()).contains("/nonsense");
        var wrong = open.ask("DELETE /api/state");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.header("Allow")).isEqualTo("GET");
    }

    @Test
    void sendsWhatCameAfterTheLastEventTheReaderHad() throws IOException {
        for (int i = 0; i < 3; i++) {
            open.house.happens(new Entry.Noted("text", "note " + i, "test"));
        }
        try (var caller = new Caller(open.port())) {
            caller.head(open.port(), List.of("GET /api/entries?after=0", "Last-Event-ID: 2"));
            assertThat(caller.hear().status()).isEqualTo(200);
            assertThat(caller.lineBeginning("id:")).isEqualTo("id: 3");
            assertThat(caller.lineBeginning("data:")).contains("\"offset\":3", "note 2", "\"incident\":null");
            open.house.happens(new Entry.Noted("text", "live", "test"));
            assertThat(caller.lineBeginning("id:")).isEqualTo("id: 4");
        }
    }

    @Test
    void answersOthersWhileManyFollowTheEntries() throws IOException {
        var followers = new ArrayList<Caller>();
        for (int i = 0; i < 60; i++) {
            followers.add(new Caller(open.port()));
            followers.getLast().head(open.port(), List.of("GET /api/entries"));
            assertThat(followers.getLast().hear().status()).isEqualTo(200);
        }
        assertThat(open.ask("GET /health").status()).isEqualTo(200);
        assertThat(open.ask("HEAD /api/entries").status()).isEqualTo(405);
        for (var follower : followers) {
            follower.close();
        }
    }

    @Test
    void tellsOfChangesThatLeaveNoEntryAndThatItIsStillThere() throws IOException {
        try (var caller = new Caller(open.port())) {
            caller.head(open.port(), List.of("GET /api/entries"));
            caller.hear();
            assertThat(caller.lineBeginning(":")).isEqualTo(": still here");
            open.house.see(Scene.of(0));
            assertThat(caller.lineBeginning("event:")).isEqualTo("event: changed");
        }
    }

    @Test
    void dropsAReaderThatDoesNotReadRatherThanKeepingItsLines() throws Exception {
        try (var caller = new Caller(open.port())) {
            caller.head(open.port(), List.of("GET /api/entries?after=0"));
            caller.hear();
            var text = "x".repeat(2000);
            long end = System.nanoTime() + 20_000_000_000L;
            while (streams() > 0 && System.nanoTime() < end) {
                open.house.happens(new Entry.Noted("text", text, "test"));
            }
            assertThat(streams()).isZero();
        }
    }

    private int streams() throws IOException {
        return Optional.of(open.ask("GET /metrics").text()).map(text -> text.replaceAll("(?s).*koboshi_http_streams (\\d+).*", "$1"))
                .map(Integer::parseInt)
                .orElseThrow();
    }
}
