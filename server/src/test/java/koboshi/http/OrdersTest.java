package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import koboshi.action.Outcome;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.http.ViewedService.Pose;
import koboshi.incident.Entry;
import koboshi.loop.Event;
import koboshi.signal.Fact;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrdersTest {
    private static final String RESTART = "{\"verb\":\"restart\",\"on\":\"service/live-qa\",\"why\":\"it hangs\",\"offset\":0}";
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder);
        open.house.see(Scene.of(
                0, Scene.service(Scene.LIVE_QA, Pose.STANDING, ""), Scene.service(Scene.MEETING, Pose.STANDING, "")));
    }

    @AfterEach
    void closeDoors() {
        open.close();
    }

    private Caller.Heard order(String key, String body) throws IOException {
        return open.send(body, "POST /api/orders", "Idempotency-Key: " + key);
    }

    @Test
    void handsInAnOrderAndAnswersOnceItIsOnDisk() throws IOException {
        open.house.durable = CompletableFuture.completedFuture(124L);
        var heard = order("key-00001", RESTART);
        assertThat(heard.status()).isEqualTo(202);
        assertThat(heard.text()).isEqualTo("{\"offset\":124}");
        assertThat(open.house.events).containsExactly(new Event.Ordered("local", Verb.RESTART, Scene.LIVE_QA, "it hangs"));
    }

    @Test
    void answersTheSameKeyWithTheSameAnswerAndActsOnce() throws IOException {
        open.house.durable = CompletableFuture.completedFuture(124L);
        order("key-00001", RESTART);
        open.house.durable = CompletableFuture.completedFuture(999L);
        assertThat(order("key-00001", RESTART).text()).isEqualTo("{\"offset\":124}");
        assertThat(open.house.events).hasSize(1);
        assertThat(order("key-00001", RESTART.replace("restart", "stop")).status()).isEqualTo(422);
        open.now = FakeHouse.AT.plus(Duration.ofMinutes(11));
        assertThat(order("key-00001", RESTART).text()).isEqualTo("{\"offset\":999}");
    }

    @Test
    void admitsNotToKnowAndTellsUnderTheSameKeyLater() throws IOException {
        var durable = new CompletableFuture<Long>();
        open.house.durable = durable;
        assertThat(order("key-00001", RESTART).status()).isEqualTo(504);
        durable.complete(124L);
        assertThat(order("key-00001", RESTART).text()).isEqualTo("{\"offset\":124}");
        assertThat(open.house.events).hasSize(1);
    }

    @Test
    void doesNotRememberAFailureToWriteItDown() throws IOException {
        open.house.durable = CompletableFuture.failedFuture(new IOException("disk full"));
        assertThat(order("key-00001", RESTART).text()).contains("not written down: disk full");
        open.house.durable = CompletableFuture.completedFuture(1L);
        assertThat(order("key-00001", RESTART).status()).isEqualTo(202);
    }

    @Test
    void doesNotRememberThatItWasBusy() throws IOException {
        open.house.busy = true;
        assertThat(order("key-00001", RESTART).status()).isEqualTo(429);
        open.house.busy = false;
        assertThat(order("key-00001", RESTART).status()).isEqualTo(202);
    }

    @Test
    void refusesWhatWasDecidedBeforeTheServiceChanged() throws IOException {
        open.house.happens(new Entry.FactKept(
                "local", "boot", 1, Scene.LIVE_QA, new Fact.Started(4343, FakeHouse.AT, false), FakeHouse.AT, 0));
        var heard = order("key-00001", RESTART);
        assertThat(heard.status()).isEqualTo(409);
        assertThat(heard.json().get("error").stringValue())
                .contains("service/live-qa changed since you looked", "started as process 4343");
        assertThat(heard.json().at("/words/ja").stringValue()).contains("起動しました");
        assertThat(open.house.events).isEmpty();
        assertThat(order("key-00002", RESTART.replace("\"offset\":0", "\"offset\":1")).status()).isEqualTo(202);
    }

    @Test
    void obeysWhoeverDidNotLookAndWantsItWhateverHappened() throws IOException {
        open.house.happens(new Entry.IncidentOpened(3, Scene.LIVE_QA, GuardKey.of("silent"), "x"));
        assertThat(order("key-00001", RESTART.replace(",\"offset\":0", "")).status()).isEqualTo(202);
    }

    @Test
    void isNotDisturbedByWhatHappenedToOthersOrWasOnlyRefused() throws IOException {
        open.house.happens(new Entry.IncidentOpened(3, Scene.MEETING, GuardKey.of("silent"), "x"));
        open.house.happens(new Entry.Noted("text", "hello", "test"));
        open.house.happens(new Entry.ActRefused(Verb.RESTART, Scene.LIVE_QA, GuardKey.of("silent"), 0, new Refusal.DryRun()));
        assertThat(order("key-00001", RESTART).status()).isEqualTo(202);
    }

    @Test
    void noticesTheEndOfAnActThatNamesOnlyItsNumber() throws IOException {
        var act = new View.RunningAct(5, Verb.RESTART, Scene.LIVE_QA, "silent", FakeHouse.AT);
        open.house.see(new View(0, FakeHouse.AT, open.house.view.services(), List.of(), List.of(),
                List.of(act), Optional.empty(), Map.of()));
        open.house.happens(new Entry.ActEnded(5, 0, new Outcome.Failed("no permission")));
        assertThat(order("key-00001", RESTART).status()).isEqualTo(409);
    }

    @Test
    void freezesAndThawsAllHands() throws IOException {
        assertThat(order("key-00001", "{\"verb\":\"freeze\",\"why\":\"deploy\",\"offset\":0}").status()).isEqualTo(202);
        open.house.happens(new Entry.Frozen("operator", "deploy"));
        assertThat(order("key-00002", "{\"verb\":\"thaw\",\"why\":\"done\",\"offset\":0}").status()).isEqualTo(409);
        assertThat(order("key-00003", "{\"verb\":\"thaw\",\"why\":\"done\",\"offset\":1}").status()).isEqualTo(202);
        assertThat(open.house.events).containsExactly(new Event.FreezeOrdered("local", "deploy"), new Event.ThawOrdered("local", "done"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', value = {
        "{\"verb\":\"restrat\",\"on\":\"service/live-qa\",\"offset\":0} | 400 | did you mean restart?",
        "{\"verb\":\"restart\",\"on\":\"service/live-qb\",\"offset\":0} | 404 | did you mean service/live-qa?",
        "{\"verb\":\"restart\",\"on\":\"live-qa\",\"offset\":0}         | 400 | expected kind/name",
        "{\"verb\":\"restart\",\"on\":\"service/live-qa\",\"offset\":\"1\"} | 400 | expected \\\"offset\\\"",
        "{\"verb\":\"restart\",\"on\":\"service/live-qa\",\"offset\":9} | 400 | yet to come",
        "{\"verb\":\"restart\",\"onn\":\"service/live-qa\"}             | 400 | unknown key \\\"onn\\\"",
        "{\"verb\":                                                     | 400 | not JSON",
    })
    void saysWhatItExpectedOfAnOrder(String body, int status, String expected) throws IOException {
        var heard = order("key-00001", body);
        assertThat(heard.status()).isEqualTo(status);
        assertThat(heard.text()).contains(expected);
        assertThat(open.house.events).isEmpty();
    }

    @Test
    void refusesAnOrderWithoutAKey() throws IOException {
        assertThat(open.send(RESTART, "POST /api/orders").text()).contains("expected the header Idempotency-Key");
        assertThat(order("short", RESTART).status()).isEqualTo(400);
    }
}
