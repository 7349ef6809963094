package liveqa.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chat and the model as an emulator of the two APIs answers them (emulated: no real account stands behind these tests). */
class OutsideTest {
    private static final String KEY = "sk-very-secret";
    private record Asked(String path, String authorization, String googleKey, String body) {}

    private record Told(int status, String body) {}

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private @TempDir Path root;
    private HttpServer server;
    private Path keyFile;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        keyFile = Files.createFile(root.resolve("key"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(keyFile, KEY + "\n");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        asked.add(new Asked(exchange.getRequestURI().toString(), headers.getFirst("Authorization"), headers.getFirst("X-Goog-Api-Key"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        var next = told.size() > 1 ? told.remove() : told.element();
        var body = next.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(next.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private String model(int status, String body) throws Exception {
        told.add(new Told(status, body));
        return new Prepared(root).model(new Intent.Model(url("/v1"), "small", keyFile)).says(new ModelCheck());
    }

    private String chat(int status, String body) throws Exception {
        told.add(new Told(status, body));
        return new Prepared(root).chat(new Intent.Chat(url("/youtube/v3"), "abc", keyFile)).says(new ChatCheck());
    }

    @Test
    void aModelThatAnswersPassesForOneToken() throws Exception {
        assertThat(model(200, "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}")).startsWith("passed: small answered in ");
        var call = asked.remove();
        assertThat(call.path()).isEqualTo("/v1/chat/completions");
        assertThat(call.authorization()).isEqualTo("Bearer " + KEY);
        assertThat(call.body()).contains("\"max_tokens\":1", "\"model\":\"small\"");
    }

    @Test
    void aModelThatKnowsTheLimitByItsNewerNameIsAskedAgain() throws Exception {
        told.add(new Told(400, "{\"error\":{\"message\":\"use 'max_completion_tokens' instead\"}}"));
        assertThat(model(200, "{\"choices\":[{}]}")).startsWith("passed: ");
        assertThat(asked).extracting(Asked::body).last().asString().contains("\"max_completion_tokens\":1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "401 | {\"error\":{\"message\":\"Incorrect API key provided: sk-very-secret\"}} | the key is refused 401: Incorrect API key provided: ***",
        "403 | no | the key is refused 403: no", "404 | {\"error\":{\"message\":\"no model\"}} | there is no model small",
        "429 | {\"error\":{\"code\":\"insufficient_quota\",\"message\":\"exceeded\"}} | the key is right, but no quota is left",
        "402 | {} | the key is right, but no quota is left", "429 | {\"error\":{\"message\":\"slow down\"}} | refused for the moment (rate limit)",
        "500 | oops | an answer of no use 500: oops", "200 | <html>hello</html> | not as an OpenAI-compatible model",
    })
    void eachWayAModelRefusesIsToldApartAndTheKeyIsNotShown(int status, String body, String said) throws Exception {
        assertThat(model(status, body)).startsWith("failed: ").contains(said).doesNotContain(KEY);
    }

    @Test
    void anOpenChatPassesForOneUnitWithTheKeyOutOfTheAddress() throws Exception {
        assertThat(chat(200, "{\"items\":[{\"snippet\":{\"title\":\"Live\"},\"liveStreamingDetails\":{\"activeLiveChatId\":\"x\"}}]}"))
                .startsWith("passed: the chat of \"Live\" can be read");
        var call = asked.remove();
        assertThat(call.path()).isEqualTo("/youtube/v3/videos?part=snippet,liveStreamingDetails&id=abc");
        assertThat(call.googleKey()).isEqualTo(KEY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "403 | quotaExceeded | the key is right, but today's quota is used up", "403 | dailyLimitExceeded | today's quota is used up",
                "403 | rateLimitExceeded | refused for the moment",
        "403 | accessNotConfigured | has not enabled the YouTube Data API", "400 | badRequest | the key is refused 400 badRequest",
                "403 | forbidden | the key is refused", "503 | backendError | an answer of no use",
    })
    void eachWayYouTubeRefusesIsToldApart(int status, String reason, String said) throws Exception {
        assertThat(chat(status, "{\"error\":{\"message\":\"about sk-very-secret\",\"errors\":[{\"reason\":\"" + reason + "\"}]}}")).startsWith("failed: ")
                .contains(said).doesNotContain(KEY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"items\":[]} | there is no video abc",
            "{\"items\":[{\"snippet\":{\"title\":\"Over\"}}]} | \"Over\" has no open chat", "{} | not YouTube's", "[ | not YouTube's"})
    void aVideoWithoutAChatFails(String body, String said) throws Exception {
        assertThat(chat(200, body)).startsWith("failed: ").contains(said);
    }

    @Test
    void aMissingKeyIsNotARefusedOne() throws Exception {
        told.add(new Told(401, "{}"));
        var host = new Prepared(root).model(new Intent.Model(url("/v1"), "small", null));
        assertThat(host.says(new ModelCheck())).startsWith("failed: there is no key");
        assertThat(asked.remove().authorization()).isNull();
        assertThat(new Prepared(root).chat(new Intent.Chat(url("/y"), "abc", null)).says(new ChatCheck())).startsWith("failed: there is no key");
        assertThat(host.model(new Intent.Model(url("/v1"), "small", root.resolve("none"))).says(new ModelCheck())).contains("cannot be read");
        Files.writeString(keyFile, "\n");
        assertThat(host.model(new Intent.Model(url("/v1"), "small", keyFile)).says(new ModelCheck())).contains("is empty");
        assertThat(asked).isEmpty();
    }

    @Test
    void aKeyFileThatOthersCanReadFails() throws Exception {
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(model(200, "{}")).startsWith("failed: others can read the key file").contains("chmod 600").doesNotContain(KEY);
    }

    @Test
    void aModelOfOnesOwnNeedsNoKey() throws Exception {
        told.add(new Told(200, "{\"choices\":[{}]}"));
        assertThat(new Prepared(root).model(new Intent.Model(url("/v1"), "small", null)).says(new ModelCheck())).startsWith("passed: ");
    }

    @Test
    void aKeyIsNotSentUnencrypted() throws Exception {
        var plain = new Prepared(root).model(new Intent.Model(URI.create("http://192.0.2.1/v1"), "small", keyFile))
                .chat(new Intent.Chat(URI.create("http://192.0.2.1/y"), "abc", keyFile));
        assertThat(plain.says(new ModelCheck())).startsWith("failed: http://192.0.2.1/v1 is not encrypted; the key was not sent");
        assertThat(plain.says(new ChatCheck())).startsWith("failed: http://192.0.2.1/y is not encrypted; the key was not sent");
    }

    @Test
    void aKeyFromTheEnvironmentIsTaken() throws Exception {
        told.add(new Told(200, "{\"choices\":[{}]}"));
        assertThat(new Prepared(root).environment("LIVE_QA_LLM_KEY", KEY).model(new Intent.Model(url("/v1"), "small", null)).says(new ModelCheck()))
                .startsWith("passed: ");
    }

    @Test
    void anEndpointNobodyAnswersAtIsUnreachable() throws Exception {
        server.stop(0);
        assertThat(model(200, "")).startsWith("failed: 127.0.0.1 is out of reach: the connection is refused");
        var nowhere = new Prepared(root).model(new Intent.Model(URI.create("https://nowhere.invalid/v1"), "small", keyFile));
        assertThat(nowhere.says(new OutboundCheck())).startsWith("failed: nowhere.invalid: the name is not found (DNS)");
        assertThat(nowhere.says(new ModelCheck())).contains("the name is not found (DNS)");
    }

    @Test
    void anEndlessAnswerIsReadOnlyInPart() throws Exception {
        assertThat(model(500, "x".repeat(10_000_000))).startsWith("failed: ").hasSizeLessThan(600);
    }

    @Test
    void aProxyOfTheHostIsNamedWhereTheWayOutIsClosed() throws Exception {
        var host = new Prepared(root).environment("https_proxy", "http://proxy:1")
                .model(new Intent.Model(URI.create("https://nowhere.invalid/v1"), "small", keyFile));
        assertThat(host.says(new OutboundCheck())).contains("-Dhttps.proxyHost=");
    }

    @ParameterizedTest
    @CsvSource({"0, passed", "2, passed", "-2, passed", "4, failed", "-4, failed", "3600, failed"})
    void theOffsetIsASpanAndOnlyASpanBeyondTwoSecondsFails(long secondsAhead, String verdict) {
        var sent = Instant.parse("2026-11-21T12:00:00.400Z");
        var finding = ClockOffsetCheck.judged(URI.create("http://example.jp"), Instant.parse("2026-11-21T12:00:00Z").plusSeconds(secondsAhead), sent,
                sent.plusMillis(100));
        assertThat(finding.verdict().getClass().getSimpleName()).isEqualToIgnoringCase(verdict);
        if (secondsAhead == 0) assertThat(finding.verdict().said().en()).startsWith("between -0.5 s and +0.6 s from example.jp");
    }
}
