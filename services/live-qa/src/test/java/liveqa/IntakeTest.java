package liveqa;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import liveqa.answer.Answer;
import liveqa.answer.Answerer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What is held, decided, told of health and logged, over HTTP. */
class IntakeTest {
    private @TempDir Path data;

    private static HttpResponse<String> decide(Running running, String id, String decision, String... headers) throws Exception {
        var version = Running.JSON.readTree(running.get("/moderate/board").body()).path("held").path(0).path("version").asLong(0);
        return running.post("/moderate/decisions", "{\"id\":\"" + id + "\",\"version\":" + version + ",\"decision\":\"" + decision + "\",\"by\":\"司会\"}", headers);
    }

    private static void awaitTrue(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.holds()) assertThat(System.nanoTime()).as(what).isLessThan(end);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    @Test
    void aHeldQuestionIsToldWhyAndAnsweredOnceItIsReleased() throws Exception {
        try (var running = Running.plain(data)) {
            var said = running.post("/questions", "{\"id\":\"a\",\"text\":\"財源はどこですか https://example.com\"}");
            assertThat(said.statusCode()).isEqualTo(202);
            var view = running.json("/questions/a");
            assertThat(view.path("status").asString()).isEqualTo("held");
            assertThat(view.path("reason").asString()).isEqualTo("link");
            assertThat(running.metric("questions_held_total{channel=\"http\",reason=\"link\"}")).isEqualTo(1);
            assertThat(running.metric("questions_on_hold")).isEqualTo(1);
            assertThat(decide(running, "a", "release").statusCode()).isEqualTo(200);
            assertThat(running.answerTo("a").path("status").asString()).isEqualTo("answered");
            assertThat(running.metric("moderation_decisions_total{decision=\"release\"}")).isEqualTo(1);
        }
    }

    @Test
    void whatWasHeldAndWhatWasDecidedSurvivesKill9() throws Exception {
        try (var child = Child.ready(data, "--probe-every", "0s")) {
            assertThat(child.ask("a", "財源はどこですか https://example.com").body()).contains("\"status\":\"held\"", "\"reason\":\"link\"");
            child.ask("b", "病院は建ちますか https://example.com");
            var board = Running.JSON.readTree(child.get("/moderate/board").body()).path("held");
            var skip = "{\"id\":\"a\",\"version\":" + board.path(0).path("version") + ",\"decision\":\"skip\"}";
            assertThat(child.post("/moderate/decisions", skip).statusCode()).isEqualTo(200);
            child.kill9();
        }
        try (var revived = Child.ready(data, "--probe-every", "0s")) {
            assertThat(revived.get("/questions/a").body()).contains("\"status\":\"withdrawn\"", "\"reason\":\"skipped\"");
            assertThat(revived.get("/questions/b").body()).contains("\"status\":\"held\"");
        }
    }

    @Test
    void aFullDiskIsNamedAmongTheParts() throws Exception {
        try (var child = Child.readyWithFilesOfAtMost(16, data)) {
            for (int i = 0; child.ask("q" + i, "財源はどこですか" + i).statusCode() == 202; ) i++;
            awaitTrue("the log's trouble is told", () -> child.get("/health").body().contains("{\"name\":\"question-log\",\"state\":\"degraded\""));
        }
    }

    @Test
    void personalDataIsNeitherShownNorKept() throws Exception {
        try (var running = Running.plain(data)) {
            var question = "{\"id\":\"a\",\"text\":\"090-1234-5678に電話してください。財源はどこですか\"}";
            running.post("/questions", question);
            assertThat(running.post("/questions", question).statusCode()).as("sent again it is the same").isEqualTo(202);
            assertThat(running.json("/questions/a").path("text").asString()).startsWith("（電話番号）に");
        }
        assertThat(Files.readString(data.resolve("questions.jsonl"))).doesNotContain("1234-5678");
    }

    @Test
    void fromAnotherMachineModeratingTakesATokenWhichIsNotGuessed() throws Exception {
        var token = Files.writeString(data.resolve("token"), "s3cret-enough\n");
        try (var running = Running.plain(data.resolve("d"), "--operator-token-file", token.toString())) {
            assertThat(running.get("/moderate/board").statusCode()).isEqualTo(401);
            assertThat(running.post("/moderate/decisions", "{}", "Authorization", "Bearer wrong").statusCode()).isEqualTo(401);
            assertThat(running.post("/moderate/decisions", "{}", "Authorization", "Bearer s3cret-enough").statusCode()).isEqualTo(400);
            assertThat(running.get("/moderate").statusCode()).as("the page itself holds nothing").isEqualTo(200);
        }
        try (var running = Running.plain(data.resolve("e"))) {
            assertThat(running.get("/moderate/board").statusCode()).isEqualTo(200);
            var byProxy = running.client.send(running.to("/moderate/board").header("X-Forwarded-For", "203.0.113.7").build(), HttpResponse.BodyHandlers.ofString());
            assertThat(byProxy.statusCode()).isEqualTo(403);
            assertThat(byProxy.body()).contains("--operator-token-file");
        }
        try (var running = Running.plain(data.resolve("f"), "--allow-host", "qa.example")) {
            assertThat(running.get("/moderate/board").body()).contains("--allow-host", "--operator-token-file");
            assertThat(running.post("/air/settings", "{}").statusCode()).isEqualTo(403);
            assertThat(running.get("/").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{}|400", "{\"id\":\"a\",\"version\":1,\"decision\":\"dance\"}|400", "{\"id\":\"a\",\"version\":\"x\",\"decision\":\"skip\"}|400",
        "{\"id\":\"nobody\",\"version\":1,\"decision\":\"skip\"}|404", "{\"id\":\"a\",\"version\":1,\"decision\":\"skip\"}|409",
        "{\"id\":\"a\",\"version\":1,\"decision\":\"answer\"}|400", "{\"id\":\"a\",\"version\":1,\"decision\":\"delete\"}|400", "{\"id\":\"a\",\"version\":1,\"decision\":\"ban\"}|422",
    })
    void whatIsWrongWithADecisionIsSaid(String body, int status) throws Exception {
        try (var running = Running.plain(data)) {
            running.post("/questions", "{\"id\":\"a\",\"text\":\"https://example.com\"}");
            var reply = running.post("/moderate/decisions", body);
            assertThat(reply.statusCode()).isEqualTo(status);
            assertThat(Running.JSON.readTree(reply.body()).path("error").asString()).isNotEmpty();
        }
    }

    @Test
    void whetherQuestionsAreAnsweredIsKnownByAskingOne() throws Exception {
        var stuck = new CountDownLatch(1);
        var breaks = new CountDownLatch(1);
        Answerer answerer = question -> {
            if (breaks.getCount() == 0) stuck.await();
            return new Answer.NotFound();
        };
        try (var running = Running.answeredBy(answerer, data, "--probe-every", "100ms")) {
            awaitTrue("answering", () -> running.get("/health/answering").statusCode() == 200);
            assertThat(running.metric("answering")).isEqualTo(1);
            breaks.countDown();
            awaitTrue("not answering is noticed", () -> running.get("/health/answering").statusCode() == 503);
            assertThat(running.get("/health/answering").body()).contains("a question asked at", "still answering", "lastAnsweredAt");
            assertThat(running.get("/health").statusCode()).as("the process answers").isEqualTo(200);
            stuck.countDown();
            awaitTrue("answering again", () -> running.get("/health/answering").statusCode() == 200);
        }
    }

    private static JsonNode part(Running running, String name) throws Exception {
        for (var part : running.json("/health").path("parts")) {
            if (part.path("name").asString().equals(name)) return part;
        }
        return Running.JSON.createObjectNode();
    }

    @Test
    void aPartInTroubleIsNamedAndTakesNothingElseWithIt() throws Exception {
        var feed = data.resolve("not-there.jsonl");
        try (var running = Running.plain(data, "--feed", feed.toString())) {
            running.service.reports(Optional::empty);
            awaitTrue("the feed's trouble is told", () -> part(running, "feed-file").path("state").asString().equals("degraded"));
            assertThat(part(running, "feed-file").path("why").asString()).contains("no such file");
            assertThat(running.metric("part_ok{part=\"feed-file\"}")).isZero();
            assertThat(running.answerTo(running.ask("財源はどこですか")).path("outcome").asString()).isEqualTo("valid");
            Files.writeString(feed, "");
            awaitTrue("and its end", () -> part(running, "feed-file").path("state").asString().equals("ok"));
        }
    }

    @Test
    void theLogIsWrittenAsJsonWithoutWordsOrNames() throws Exception {
        try (var child = Child.ready(data, "--log-file", data.resolve("live.log").toString())) {
            child.ask("a", "財源はどこですか");
            child.get("/questions/a?wait=20s");
            awaitTrue("the answer is logged", () -> Files.readString(data.resolve("live.log.0")).contains("\"message\":\"answered\",\"id\":\"a\""));
        }
        var lines = Files.readAllLines(data.resolve("live.log.0"));
        assertThat(lines).allSatisfy(line -> assertThat(Running.JSON.readTree(line).path("time").asString()).endsWith("Z"));
        assertThat(String.join("\n", lines)).contains("\"channel\":\"http\",", "\"outcome\":\"valid\"").doesNotContain("財源");
    }

    @Test
    void aLogFileThatCannotBeWrittenIsSaidAndQuestionsAreAnswered() throws Exception {
        try (var child = Child.ready(data, "--log-file", "/proc/nowhere/live.log")) {
            awaitTrue("said", () -> child.get("/health").body().contains("the log file /proc/nowhere/live.log cannot be opened"));
            child.ask("a", "財源はどこですか");
            assertThat(child.get("/questions/a?wait=20s").body()).contains("\"outcome\":\"valid\"");
        }
    }

    @Test
    void theShareIsKeptOverASuddenDeathAndCountedOnce() throws Exception {
        try (var child = Child.ready(data, "--probe-every", "0s")) {
            child.ask("a", "財源はどこですか");
            child.ask("b", "明日の天気は？");
            child.get("/questions/a?wait=20s");
            child.get("/questions/b?wait=20s");
            child.kill9();
        }
        for (int i = 0; i < 2; i++) {
            try (var child = Child.ready(data, "--probe-every", "0s")) {
                long valid = 0;
                long none = 0;
                for (var row : Running.JSON.readTree(child.get("/share/rows?range=week").body()).path("rows")) {
                    valid += row.path("valid").asLong();
                    none += row.path("none").asLong();
                }
                assertThat(valid).isEqualTo(1);
                assertThat(none).isEqualTo(1);
                assertThat(child.get("/share/rows?range=century").statusCode()).isEqualTo(400);
            }
        }
    }

    @Test
    void youTubeWithoutAKeyIsRefusedAndAKeyIsNeverPrinted() throws Exception {
        var end = Child.end(data, "--youtube-video", "v");
        assertThat(end.code()).isEqualTo(2);
        assertThat(end.said()).contains("--youtube-key-file");
        var key = Files.writeString(data.resolve("key"), "sec ret");
        var bad = Child.end(data, "--youtube-video", "v", "--youtube-key-file", key.toString());
        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.said()).contains("--youtube-key-file").doesNotContain("sec ret");
        Files.writeString(key, "secretkey");
        try (var child = Child.ready(data, "--youtube-video", "v", "--youtube-key-file", key.toString(), "--youtube-endpoint", "http://127.0.0.1:9/x")) {
            awaitTrue("said", () -> child.get("/health").body().contains("cannot be reached"));
            assertThat(child.get("/health").body() + child.get("/metrics").body()).doesNotContain("secretkey");
        }
    }
}
