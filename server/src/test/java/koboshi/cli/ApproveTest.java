package koboshi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is listed is what is agreed to, word for word. */
class ApproveTest {
    private static final String STATE = """
            {"questions":[{"incident":18,"guard":"slow{shop=\\"it's\\"}","verb":"restart_gently","on":"service/app-2","why":{"en":"A person must agree first.","ja":""}}]}""";
    private HttpServer koboshi;
    private volatile JsonNode word;

    @BeforeEach
    void listen() throws IOException {
        koboshi = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        koboshi.createContext("/", exchange -> {
            var body = exchange.getRequestBody().readAllBytes();
            if (body.length > 0) {
                word = JsonMapper.shared().readTree(body);
            }
            var answer = (body.length > 0 ? "{\"offset\":1,\"agreed\":[]}" : STATE).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        koboshi.start();
    }

    @AfterEach
    void stop() {
        koboshi.stop(0);
    }

    private Terminal approve(String... arguments) {
        var all = new String[arguments.length + 3];
        all[0] = "approve";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--server";
        all[arguments.length + 2] = "http://127.0.0.1:" + koboshi.getAddress().getPort();
        return Terminal.run(all);
    }

    @Test
    void theCommandThatIsListedNamesTheQuestionAndIsSafeInAShell() {
        assertThat(approve().out()).contains("koboshi approve 18 --guard 'slow{shop=\"it'\\''s\"}' --verb restart-gently --on service/app-2 --why ...");
    }

    @Test
    void whatIsNamedIsSent() {
        assertThat(approve("18", "--guard", "slow", "--verb", "restart-gently", "--on", "service/app-2", "--why", "go").code()).isZero();
        assertThat(word).isEqualTo(JsonMapper.shared().readTree("{\"incident\":18,\"why\":\"go\",\"guard\":\"slow\",\"verb\":\"restart-gently\",\"on\":\"service/app-2\"}"));
    }

    @Test
    void aQuestionIsNamedBesideItsIncident() {
        assertThat(approve("--verb", "drain").err()).contains("expected the number of the INCIDENT");
    }
}
