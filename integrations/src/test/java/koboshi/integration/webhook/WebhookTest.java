package koboshi.integration.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import koboshi.action.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Map<String, Object> CONTENT = Map.of("text", "live-qa: 音が出ない");

    /** What came in. */
    private record Heard(String key, String signature, String body) {}

    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Answering answering = exchange -> exchange.sendResponseHeaders(204, -1);
    private HttpServer server;

    /** How the server answers. */
    @FunctionalInterface
    private interface Answering {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var headers = exchange.getRequestHeaders();
            heard.add(new Heard(headers.getFirst("Idempotency-Key"), headers.getFirst("X-Koboshi-Signature"), body));
            answering.to(exchange);
        });
        server.start();
    }

    @AfterEach
    void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private Webhook webhook(String... secret) {
        return new Webhook(url(), List.of(secret).stream().findFirst(), LONG);
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook/T0KEN");
    }

    private void waitForTheEnd() {
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anAnswerOfSuccessIsDone() {
        assertThat(webhook().send("act-1", CONTENT)).isInstanceOf(Outcome.Done.class);
        assertThat(heard).containsExactly(new Heard("act-1", null, "{\"text\":\"live-qa: 音が出ない\"}"));
    }

    @Test
    void whoIsDownForAMomentIsTriedAgainAndWhoRefusesIsNot() {
        answering = exchange -> exchange.sendResponseHeaders(503, -1);
        assertThat(webhook().send("act-1", CONTENT)).isEqualTo(new Outcome.Unknown("the webhook answered 503"));
        answering = exchange -> exchange.sendResponseHeaders(404, -1);
        assertThat(webhook().send("act-1", CONTENT)).isEqualTo(new Outcome.Failed("the webhook answered 404"));
    }

    @Test
    void aRedirectIsNotFollowedElsewhere() {
        answering = exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
        };
        assertThat(webhook().send("act-1", CONTENT)).isEqualTo(new Outcome.Failed("the webhook answered 307"));
        assertThat(heard).hasSize(1);
    }

    @Test
    void silenceIsUnknownAndTheSameKeyIsSentAgain() {
        answering = _ -> waitForTheEnd();
        var impatient = new Webhook(url(), Optional.empty(), SHORT);
        assertThat(impatient.send("act-7", CONTENT)).isInstanceOf(Outcome.Unknown.class);
        answering = exchange -> exchange.sendResponseHeaders(204, -1);
        assertThat(webhook().send("act-7", CONTENT)).isInstanceOf(Outcome.Done.class);
        assertThat(heard).extracting(Heard::key).containsOnly("act-7");
    }

    @Test
    void aConnectionThatBreaksBeforeTheAnswerIsUnknown() {
        answering = HttpExchange::close;
        assertThat(webhook().send("act-1", CONTENT)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void anAnswerWhoseBodyNeverEndsIsDoneByItsHead() {
        answering = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            waitForTheEnd();
        };
        assertThat(webhook().send("act-1", CONTENT)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void nobodyListeningIsUnknownAndTriedAgain() {
        server.stop(0);
        assertThat(webhook().send("act-1", CONTENT)).isEqualTo(new Outcome.Unknown("the webhook cannot be reached"));
    }

    /** The example of RFC 4231, test case 2. */
    @Test
    void theSignatureIsTheHmacOfTheBody() {
        assertThat(Webhook.signature("Jefe", "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        webhook("Jefe").send("act-1", CONTENT);
        var sent = heard.getFirst();
        assertThat(sent.signature()).isEqualTo("sha256=" + Webhook.signature("Jefe", sent.body().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void neitherTheSecretNorTheTokenInTheAddressIsEverShown() {
        var webhook = new Webhook(url(), Optional.of("hunter2"), LONG);
        answering = exchange -> exchange.sendResponseHeaders(500, -1);
        assertThat(webhook + webhook.send("act-1", CONTENT).toString()).doesNotContain("hunter2").doesNotContain("T0KEN");
    }
}
