package liveqa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveChatTest {
    private static final String CHAT = """
            [{"id":"1","author":"鈴木","text":"こんばんは！","time":"2026-04-01T19:30:00+09:00"},
             {"id":"2","author":"田中","text":"水道は民営化するのですか？","time":"2026-04-01T19:30:01+09:00"},
             {"author":"佐藤","text":"888888","time":"2026-04-01T19:30:02+09:00"}]""";
    private @TempDir Path data;

    @Test
    void questionsAreQueuedAndOtherCommentsOnlyCounted() throws Exception {
        try (var running = Running.plain(data)) {
            var taken = running.post("/feed", CHAT);
            assertThat(taken.statusCode()).isEqualTo(202);
            assertThat(taken.body()).contains("\"received\":3", "\"questions\":1", "\"comments\":2", "\"duplicates\":0");
            assertThat(running.metric("comments_received_total")).isEqualTo(3);
            assertThat(running.metric("questions_accepted_total{channel=\"chat\"}")).isEqualTo(1);
        }
    }

    @Test
    void aMessageSentAgainIsDroppedAlsoAfterARestart() throws Exception {
        try (var running = Running.plain(data)) {
            running.post("/feed", CHAT);
            assertThat(running.post("/feed", CHAT).body()).contains("\"duplicates\":3");
        }
        try (var running = Running.plain(data)) {
            assertThat(running.post("/feed", CHAT).body()).contains("\"questions\":0", "\"duplicates\":1");
        }
    }

    @Test
    void anUnreadableMessageRefusesTheDeliveryByItsNumber() throws Exception {
        try (var running = Running.plain(data)) {
            var refused = running.post("/feed", "[{\"author\":\"a\",\"text\":\"b\"},{\"author\":\"a\"}]");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("message 1", "text");
            assertThat(running.metric("comments_received_total")).isZero();
        }
    }

    @Test
    void aFileOfMessagesIsFollowedAndGoneOnWithAfterARestart() throws Exception {
        var chat = Files.writeString(data.resolve("chat.jsonl"), line("給食費は無料になりますか"));
        try (var running = Running.plain(data, "--feed", chat.toString())) {
            awaitAnswers(running, 1);
            Files.writeString(chat, "not json\n" + line("財源はどこですか") + "{\"author\":\"half", StandardOpenOption.APPEND);
            awaitAnswers(running, 2);
        }
        Files.writeString(chat, "\",\"text\":\"税金は上がりますか\"}\n", StandardOpenOption.APPEND);
        try (var running = Running.plain(data, "--feed", chat.toString())) {
            awaitAnswers(running, 1);
            assertThat(running.metric("comments_received_total")).isEqualTo(1);
            assertThat(running.json("/queue").path("answers").path(0).path("author").asString()).isEqualTo("half");
        }
    }

    private static String line(String text) {
        return "{\"author\":\"鈴木\",\"text\":\"" + text + "\"}\n";
    }

    /** Each look takes a round trip; the test's own time limit ends a vain wait. */
    private static void awaitAnswers(Running running, int count) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (running.metric("answers_total{channel=\"chat\",outcome=\"valid\"}") < count) {
            assertThat(System.nanoTime()).as("answers within 20 s").isLessThan(end);
        }
    }
}
