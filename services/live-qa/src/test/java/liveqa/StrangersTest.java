package liveqa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Those who speak HTTP badly, or in another's name. */
class StrangersTest {
    private @TempDir Path data;
    private Running running;

    @BeforeEach
    void start() throws Exception {
        running = Running.plain(data, "--allow-host", "qa.example.jp");
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private String say(String request) throws IOException {
        try (var socket = new Socket(running.service.address().getAddress(), running.service.address().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            var first = new StringBuilder();
            for (int c = socket.getInputStream().read(); c >= 0 && c != '\r'; c = socket.getInputStream().read()) first.append((char) c);
            return first.toString();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Host: evil.example, 403", "Host: evil.example:8080, 403", "Host: localhost, 202", "Host: qa.example.jp, 202", "Host: [::1]:1, 202",
        "'Host: localhost\r\nOrigin: http://evil.example', 403", "'Host: localhost\r\nOrigin: null', 403", "'Host: localhost\r\nOrigin: http://localhost', 202",
        "'Host: 127.0.0.1:80\r\nOrigin: http://127.0.0.1:81', 403",
    })
    void onlyTheServicesOwnPageMayPost(String headers, int status) throws Exception {
        var body = "{\"text\":\"a\"}";
        var reply = say("POST /questions HTTP/1.1\r\n" + headers + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        assertThat(reply).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void aFormOfAnotherSiteCannotAsk() throws Exception {
        var body = "{\"text\":\"a\"}";
        assertThat(say("POST /questions HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n" + body))
                .startsWith("HTTP/1.1 415");
    }

    @Test
    void aBodyThatNeverEndsIsCutOff() throws Exception {
        assertThat(say("POST /questions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")).doesNotContain(" 202 ");
        assertThat(running.get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void anEndlessBodyIsRefusedAtItsLimit() throws Exception {
        assertThat(running.post("/feed", "[" + " ".repeat(600_000) + "]").statusCode()).isEqualTo(413);
    }

    @Test
    void whoeverKeepsTheConnectionIsHeardAgainHoweverManyDo() throws Exception {
        var all = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 600; i++) all.add(new Socket(running.service.address().getAddress(), running.service.address().getPort()));
            for (int round = 0; round < 2; round++) {
                for (var socket : all) assertThat(asksForHealth(socket)).startsWith("HTTP/1.1 200");
            }
        } finally {
            for (var socket : all) socket.close();
        }
    }

    private static String asksForHealth(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write("HEAD /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        var reply = new StringBuilder();
        while (reply.indexOf("\r\n\r\n") < 0) {
            int c = socket.getInputStream().read();
            if (c < 0) return "cut off";
            reply.append((char) c);
        }
        return reply.toString();
    }

    @Test
    void otherMethodsAreToldWhatIsUnderstood() throws Exception {
        assertThat(say("DELETE /questions/a HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 405");
        assertThat(running.get("/feed").statusCode()).isEqualTo(405);
        assertThat(say("HEAD /health HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 200");
    }
}
