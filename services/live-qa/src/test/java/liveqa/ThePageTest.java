package liveqa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThePageTest {
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
    void loadsNothingFromElsewhereAndIsForbiddenTo() throws Exception {
        for (var file : new String[] {"/", "/page.js", "/page.css"}) {
            var reply = running.get(file);
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body()).doesNotContain("http://", "https://", "innerHTML");
            assertThat(reply.headers().firstValue("Content-Security-Policy").orElse("")).startsWith("default-src 'none'");
        }
    }

    @Test
    void speaksJapaneseAndEnglish() throws Exception {
        assertThat(running.get("/").body()).contains("lang=\"ja\"", "質問する", "English");
        assertThat(running.get("/page.js").body()).contains("Ask");
    }

    @Test
    void hearsOfAnAnswerWithoutAsking() throws Exception {
        try (var events = running.client.send(running.to("/events").build(), BodyHandlers.ofInputStream()).body()) {
            assertThat(event(events)).contains("\"answers\":[]");
            running.ask("財源はどこですか");
            var event = event(events);
            while (!event.contains("\"outcome\":\"valid\"")) event = event(events);
            assertThat(event).startsWith("event: board\ndata: {");
        }
    }

    private static String event(InputStream events) throws Exception {
        var text = new ByteArrayOutputStream();
        for (int last = 0, c = events.read(); c >= 0; last = c, c = events.read()) {
            text.write(c);
            if (last == '\n' && c == '\n') return text.toString(StandardCharsets.UTF_8);
        }
        throw new AssertionError("the events ended: " + text);
    }
}
