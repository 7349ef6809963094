package liveqa.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a service that runs already is asked, answered by one that says what the test wants (an emulator of live-qa's HTTP). */
class RunningServiceTest {
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private @TempDir Path root;
    private HttpServer server;
    private Prepared host;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var path = exchange.getRequestURI().getPath().replaceAll("preflight-.*", "ID");
            var body = answers.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("X-Service", "live-qa");
            exchange.sendResponseHeaders(!answers.containsKey(path) ? 404 : exchange.getRequestMethod().equals("POST") ? 202 : 200, body.length == 0 ? -1
                    : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        answers.put("/health", "{}");
        host = new Prepared(root).port(server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"status\":\"answered\",\"outcome\":\"none\"} | passed: answered in",
                "{\"status\":\"answered\",\"outcome\":\"failed\"} | failed: it tried and failed",
        "{\"status\":\"waiting\"} | failed: no answer within 5 s", "<html> | failed: no answer within 5 s",
    })
    void itsAnswerIsHeard(String answer, String said) throws Exception {
        answers.put("/questions", "{\"id\":\"x\"}");
        answers.put("/questions/ID", answer);
        assertThat(host.says(new AnsweringCheck())).startsWith(said);
    }

    @Test
    void oneThatTakesNoQuestionFails() throws Exception {
        assertThat(host.says(new AnsweringCheck())).startsWith("failed: 404");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"parts\":[{\"name\":\"chat\",\"state\":\"ok\"}]} | passed: chat",
                "{\"parts\":[{\"name\":\"chat\",\"state\":\"degraded\",\"why\":\"quota\"}]} | failed: chat: quota",
        "{\"parts\":[]} | passed: -", "{} | unprovable: the version that runs",
    })
    void itsPartsAreReadFromItsHealth(String health, String said) throws Exception {
        answers.put("/health", health);
        assertThat(host.says(new PartsCheck())).startsWith(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"候補者と政策はすべて架空のものです | failed: the documents are your own", "All is Fictional | failed: ", "山田花子の政策 | passed: "})
    void ownDocumentsAreNotCalledFictionalOnTheScreen(String notice, String said) throws Exception {
        answers.put("/air/settings", "{\"values\":{\"notice\":\"" + notice + "\"}}");
        assertThat(host.says(new WordsOnAirCheck())).startsWith("unprovable: with the samples");
        assertThat(host.documents(root).says(new WordsOnAirCheck())).startsWith(said);
    }

    @Test
    void whatDoesNotRunIsNotProven() throws Exception {
        server.stop(0);
        assertThat(host.documents(root).says(new WordsOnAirCheck())).startsWith("unprovable: ");
        assertThat(host.says(new PartsCheck())).startsWith("unprovable: ");
        assertThat(host.says(new AnsweringCheck())).startsWith("unprovable: ");
    }
}
