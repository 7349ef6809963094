package liveqa;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import liveqa.answer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One worker that is held up until told otherwise, and room for three. */
class TheQueueTest {
    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private @TempDir Path data;
    private Running running;

    @BeforeEach
    void start() throws Exception {
        running = Running.answeredBy(_ -> heldUp(), data, "--workers", "1", "--queue", "3");
        running.ask("first");
        assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private Answer heldUp() throws InterruptedException {
        busy.countDown();
        goOn.await();
        return new Answer.NotFound();
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        running.close();
    }

    @Test
    void anAskerSeesPlaceAndExpectedWait() throws Exception {
        running.ask("second");
        var third = Running.JSON.readTree(running.post("/questions", Running.question("third")).body());
        assertThat(third.path("place").intValue()).isEqualTo(2);
        assertThat(third.path("expectedWaitSeconds").doubleValue()).isPositive();
        assertThat(running.json("/queue").path("queue")).extracting(shown -> shown.path("text").asString()).containsExactly("first", "second", "third");
        var standing = running.json("/questions/" + third.path("id").asString());
        assertThat(standing.path("status").asString()).isEqualTo("waiting");
        assertThat(standing.path("place").intValue()).isEqualTo(2);
        assertThat(running.metric("questions_waiting")).isEqualTo(2);
    }

    @Test
    void aFullQueueTurnsAwayPolitelyAndTakesAgainWhenThereIsRoom() throws Exception {
        for (int i = 0; i < 3; i++) assertThat(running.post("/questions", Running.question("q" + i)).statusCode()).isEqualTo(202);
        var refused = running.post("/questions", "{\"id\":\"late\",\"text\":\"x\"}");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 60L);
        assertThat(refused.body()).contains("混み合って");
        assertThat(running.get("/questions/late").statusCode()).isEqualTo(404);
        goOn.countDown();
        running.answerTo(running.json("/queue").path("queue").path(3).path("id").asString());
        assertThat(running.post("/questions", "{\"id\":\"late\",\"text\":\"x\"}").statusCode()).isEqualTo(202);
    }

    @Test
    void aLongPollReturnsTheMomentTheAnswerIsThere() throws Exception {
        var id = running.ask("second");
        var poll = running.client.sendAsync(running.to("/questions/" + id + "?wait=20s").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(running.json("/questions/" + id + "?wait=100ms").path("status").asString()).isEqualTo("waiting");
        assertThat(poll).isNotDone();
        goOn.countDown();
        assertThat(poll.get(5, TimeUnit.SECONDS).body()).contains("\"status\":\"answered\"");
    }

    @Test
    void aStandstillIsNotPromisedAwayAsAShortWait() throws Exception {
        var id = running.ask("second");
        double early = running.json("/questions/" + id).path("expectedWaitSeconds").doubleValue();
        double late = running.json("/questions/" + id + "?wait=1s").path("expectedWaitSeconds").doubleValue();
        assertThat(late).isGreaterThan(early).isGreaterThanOrEqualTo(1);
    }
}
