package liveqa;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurvivesDeathTest {
    private @TempDir Path data;

    @Test
    void anAcceptedQuestionSurvivesKill9() throws Exception {
        var accepted = acceptedBeforeKill9();
        assertThat(accepted).hasSizeGreaterThanOrEqualTo(100);
        try (var revived = Child.ready(data)) {
            for (var id : accepted) {
                assertThat(revived.get("/questions/" + id + "?wait=20s").body()).as(id).contains("\"status\":\"answered\"", "\"outcome\":\"valid\"");
            }
        }
        var answersPerQuestion = Files.readAllLines(data.resolve("questions.jsonl")).stream().filter(line -> line.contains("\"entry\":\"answered\""))
                .map(line -> Running.JSON.readTree(line).path("id").asString()).toList();
        assertThat(answersPerQuestion).doesNotHaveDuplicates().containsAll(accepted);
    }

    /** Killed in the midst of accepting and answering: the ids that were told 202. */
    private List<String> acceptedBeforeKill9() throws Exception {
        try (var child = Child.ready(data, "--workers", "1", "--queue", "5000")) {
            var hundred = new CountDownLatch(100);
            var asked = IntStream.range(0, 1000).mapToObj(i -> child.client.sendAsync(child.question("q" + i, "給食費は無料になりますか"), BodyHandlers.ofString())
                    .whenComplete((_, _) -> hundred.countDown())).toList();
            hundred.await();
            child.kill9();
            return accepted(asked);
        }
    }

    private static List<String> accepted(List<CompletableFuture<HttpResponse<String>>> asked) {
        var ids = new ArrayList<String>();
        for (var reply : asked) {
            var status = reply.handle((response, failure) -> failure == null ? response.statusCode() : 0).join();
            if (status == 202) ids.add(Running.JSON.readTree(reply.join().body()).path("id").asString());
        }
        return ids;
    }

    @Test
    void anAnswerGivenBeforeTheDeathIsNotGivenAgain() throws Exception {
        String before;
        try (var child = Child.ready(data)) {
            child.ask("a", "財源はどこですか");
            before = child.get("/questions/a?wait=20s").body();
        }
        try (var revived = Child.ready(data)) {
            assertThat(revived.get("/questions/a").body()).isEqualTo(before);
            assertThat(revived.get("/metrics").body()).contains("answers_total{channel=\"http\",outcome=\"valid\"} 0.0");
        }
    }

    @Test
    void aFullDiskRefusesQuestionsAndKeepsTheAcceptedOnes() throws Exception {
        int accepted = 0;
        try (var child = Child.readyWithFilesOfAtMost(16, data)) {
            while (child.ask("q" + accepted, "財源はどこですか").statusCode() == 202) accepted++;
            // Longer than anything that an answer, refused in the same group, may have left free.
            var refused = child.ask("late", "税".repeat(500));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(child.get("/health").statusCode()).isEqualTo(200);
        }
        try (var revived = Child.ready(data)) {
            for (int i = 0; i < accepted; i++) assertThat(revived.get("/questions/q" + i + "?wait=20s").body()).contains("\"outcome\":\"valid\"");
            assertThat(revived.get("/questions/late").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void itStopsWithinASecondWhenAsked() throws Exception {
        try (var child = Child.ready(data)) {
            child.ask("a", "財源はどこですか");
            assertThat(child.endsWhenAskedWithin(Duration.ofSeconds(1))).isTrue();
        }
    }

    /** The virtual machine's own end alone takes 0.3 s; of three the quickest, for the machine may be busy. */
    @Test
    void withNoQuestionInWorkItEndsBeforeTheVirtualMachineWould() throws Exception {
        var quickest = Duration.ofDays(1);
        for (int i = 0; i < 3; i++) {
            try (var child = Child.ready(data)) {
                child.ask("a" + i, "財源はどこですか");
                child.get("/questions/a" + i + "?wait=20s");
                var took = child.endsWhenAskedAfter();
                quickest = took.compareTo(quickest) < 0 ? took : quickest;
                assertThat(child.process.exitValue()).isEqualTo(128 + 15);
            }
        }
        assertThat(quickest).isLessThan(Duration.ofMillis(300));
    }

    @Test
    void nothingAcknowledgedIsLostWhenItIsAskedToEndAmidQuestions() throws Exception {
        List<String> accepted;
        try (var child = Child.ready(data, "--workers", "1", "--queue", "5000")) {
            var fifty = new CountDownLatch(50);
            var asked = IntStream.range(0, 500).mapToObj(i -> child.client.sendAsync(child.question("q" + i, "給食費は無料になりますか"), BodyHandlers.ofString())
                    .whenComplete((_, _) -> fifty.countDown())).toList();
            fifty.await();
            child.endsWhenAskedAfter();
            accepted = accepted(asked);
        }
        assertThat(accepted).hasSizeGreaterThanOrEqualTo(50);
        try (var revived = Child.ready(data)) {
            for (var id : accepted) assertThat(revived.get("/questions/" + id + "?wait=20s").body()).as(id).contains("\"outcome\":\"valid\"");
        }
    }
}
