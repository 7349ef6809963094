package liveqa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskAndHearTest {
    private @TempDir Path data;
    private Running running;

    @BeforeEach
    void start() throws Exception {
        running = Running.plain(data);
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void aQuestionIsAnsweredWithItsSource() throws Exception {
        var answer = running.answerTo(running.ask("病児保育室は増えますか？"));
        assertThat(answer.path("status").asString()).isEqualTo("answered");
        assertThat(answer.path("outcome").asString()).isEqualTo("valid");
        assertThat(answer.path("source").path("document").asString()).isEqualTo("保育と子育ての約束");
        assertThat(answer.path("source").path("heading").asString()).isEqualTo("病児保育");
        assertThat(answer.path("answer").asString()).contains(answer.path("source").path("quote").asString());
        assertThat(answer.path("answeredAt").asString()).isGreaterThan(answer.path("askedAt").asString());
    }

    @Test
    void whatTheDocumentsDoNotSayIsSaidAndCountedAsSuch() throws Exception {
        var answer = running.answerTo(running.ask("明日の天気はどうですか？"));
        assertThat(answer.path("outcome").asString()).isEqualTo("none");
        assertThat(answer.path("answer").asString()).isEqualTo("資料の中に答えが見つかりませんでした。");
        assertThat(answer.has("source")).isFalse();
        assertThat(running.metric("answers_total{channel=\"http\",outcome=\"none\"}")).isEqualTo(1);
        assertThat(running.metric("answers_total{channel=\"http\",outcome=\"valid\"}")).isZero();
    }

    @Test
    void aQuestionSentTwiceIsOneQuestion() throws Exception {
        var first = running.post("/questions", Running.question("水道は民営化しますか"), "Idempotency-Key", "once / いちど".replaceAll("[^ -~]", ""));
        var again = running.post("/questions", Running.question("水道は民営化しますか"), "Idempotency-Key", "once / ");
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(Running.JSON.readTree(again.body()).path("id")).isEqualTo(Running.JSON.readTree(first.body()).path("id"));
        assertThat(running.metric("questions_accepted_total{channel=\"http\"}")).isEqualTo(1);
    }

    @Test
    void anIdHeldByAnotherQuestionIsRefused() throws Exception {
        assertThat(running.post("/questions", "{\"id\":\"a\",\"text\":\"水道は？\"}").statusCode()).isEqualTo(202);
        assertThat(running.post("/questions", "{\"id\":\"a\",\"text\":\"給食は？\"}").statusCode()).isEqualTo(409);
    }

    @Test
    void aProbeIsAnsweredLikeAnyoneButNotShown() throws Exception {
        running.post("/questions", "{\"id\":\"p\",\"author\":\"probe\",\"text\":\"財源はどこですか\",\"channel\":\"probe\"}");
        assertThat(running.answerTo("p").path("outcome").asString()).isEqualTo("valid");
        assertThat(running.json("/queue").path("answers")).isEmpty();
        assertThat(running.metric("answers_total{channel=\"probe\",outcome=\"valid\"}")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{}|400|text", "[]|400|object", "nonsense|400|not JSON", "{\"text\":\"  \"}|400|text", "{\"text\":7}|400|text", "{\"text\":\"a\"} x|400|not JSON",
        "{\"text\":\"a\",\"channel\":\"radio\"}|400|channel", "{\"text\":\"a\",\"id\":\"a/b\"}|400|id", "{\"text\":\"a\",\"author\":7}|400|author",
    })
    void whatIsWrongWithAQuestionIsSaid(String body, int status, String word) throws Exception {
        var reply = running.post("/questions", body);
        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(Running.JSON.readTree(reply.body()).path("error").asString()).contains(word);
    }

    @Test
    void aQuestionMayHaveFiveHundredCharactersAndNotOneMore() throws Exception {
        assertThat(running.post("/questions", Running.question("税".repeat(500))).statusCode()).isEqualTo(202);
        assertThat(running.post("/questions", Running.question("税".repeat(501))).statusCode()).isEqualTo(400);
        assertThat(running.post("/questions", Running.question("税".repeat(20_000))).statusCode()).isEqualTo(413);
    }

    @Test
    void anUnknownQuestionIsNotFoundAtOnce() throws Exception {
        assertThat(running.get("/questions/nobody?wait=20s").statusCode()).isEqualTo(404);
        assertThat(running.get("/questions/nobody?wait=soon").statusCode()).isEqualTo(400);
    }

    @Test
    void everyAnswerSaysWhichServiceGaveIt() throws Exception {
        for (var path : new String[] {"/health", "/", "/nothing", "/metrics", "/queue"}) {
            assertThat(running.get(path).headers().firstValue("X-Service")).contains("live-qa");
        }
        var health = running.json("/health");
        assertThat(health.path("status").asString()).isEqualTo("ok");
        assertThat(health.path("service").asString()).isEqualTo("live-qa");
        assertThat(health.path("instance").asString()).endsWith(":" + running.service.address().getPort());
    }

    @Test
    void theMetricsAPrometheusNeedsAreThere() throws Exception {
        running.answerTo(running.ask("財源はどこですか"));
        assertThat(running.get("/metrics").body()).contains("questions_waiting 0.0", "comments_received_total 0.0", "answer_seconds_count 1",
                "answers_total{channel=\"http\",outcome=\"failed\"} 0.0", "process_resident_memory_bytes ", "jvm_threads_deadlocked 0.0");
    }
}
