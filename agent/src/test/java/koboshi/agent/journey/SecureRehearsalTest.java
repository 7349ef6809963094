package koboshi.agent.journey;

import static koboshi.agent.journey.Steps.get;
import static koboshi.agent.journey.Steps.hear;
import static koboshi.agent.journey.Steps.run;
import static koboshi.agent.journey.Steps.why;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import koboshi.journey.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecureRehearsalTest {
    private static final int DAYS = 10;

    @TempDir
    Path folder;

    private final SSLContext before = SSLContext.getDefault();
    private Certificates certificates;
    private HttpsServer server;

    SecureRehearsalTest() throws Exception {}

    @BeforeEach
    void start() throws Exception {
        certificates = new Certificates(folder, DAYS);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.setHttpsConfigurator(new HttpsConfigurator(certificates.server()));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        SSLContext.setDefault(before);
    }

    private String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    private static Step.Expectation lasting(int days) {
        return new Step.Expectation(List.of(), Map.of(), List.of(), Map.of(), List.of(), Optional.empty(), Optional.of(Duration.ofDays(days)));
    }

    private static Step.Talk tls(String address, int days) {
        return new Step.Talk("tls", address, true, List.of(hear("hello")), Optional.empty(), Optional.of(Duration.ofDays(days)));
    }

    @Test
    void aCertificateThatNobodyVouchesForFailsTheRun() {
        assertThat(why(run(get(url(), Step.Expectation.SUCCESS)))).contains("unable to find valid certification path");
    }

    @Test
    void aCertificateThatEndsSoonFailsTheRun() throws Exception {
        SSLContext.setDefault(certificates.client());
        assertThat(run(get(url(), lasting(DAYS - 1))).stumble()).isEmpty();
        assertThat(why(run(get(url(), lasting(DAYS + 4))))).startsWith("get: expected a certificate for 14 days more, came one that ends in 9 days, at 20");
    }

    @Test
    void linesAreSpokenByTlsToo() throws Exception {
        SSLContext.setDefault(certificates.client());
        try (var lines = new LineServer(certificates.server().getServerSocketFactory(), "hello\n", line -> line)) {
            assertThat(run(tls(lines.address(), DAYS - 1)).stumble()).isEmpty();
            assertThat(why(run(tls(lines.address(), DAYS + 1)))).contains("expected a certificate for 11 days more");
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsNamed() throws Exception {
        try (var lines = new LineServer("hello\n", line -> line)) {
            assertThat(why(run(tls(lines.address(), 1)))).startsWith("tls: " + lines.address());
        }
    }
}
