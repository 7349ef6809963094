package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import koboshi.store.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Journeys of a running Koboshi, from what is written in its configuration to what its doors tell. */
class JourneyRunsTest {
    private static final String SECRET = "correct-horse-battery";

    @TempDir
    private Path folder;

    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private HttpServer service;
    private Installation house;
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
        service.createContext("/", this::answer);
        service.start();
        Files.writeString(folder.resolve("token"), SECRET + "\n");
        house = new Installation(folder);
        house.write("""
                listen: 127.0.0.1:0
                services: {shop: {adopt: {pid_file: nobody.pid}, host: elsewhere}}
                journeys:
                  buy:
                    service: shop
                    every: 100ms
                    timeout: 30s
                    steps:
                      - {name: look, exec: [echo, 7], capture: {id: output}}
                      - {name: pay, get: "http://127.0.0.1:PORT/${id}", headers: {Authorization: "Bearer ${file:token}"}}
                    finally: [{name: tidy, delete: "http://127.0.0.1:PORT/gone"}]
                guards: {silent: {journey: buy, then: [notify]}}
                """.replace("PORT", Integer.toString(service.getAddress().getPort())));
    }

    /** It tells everybody what it was sent. */
    private void answer(HttpExchange exchange) throws IOException {
        var token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        tokens.add(token);
        var body = ("you are " + token).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/gone") ? 404 : status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterEach
    void stop() {
        house.close();
        service.stop(0);
    }

    private JsonNode run(boolean clean) {
        Await.until("a run is " + (clean ? "clean" : "failed"), () -> runs(clean).findFirst().isPresent());
        return runs(clean).findFirst().orElseThrow();
    }

    private Stream<JsonNode> runs(boolean clean) {
        return house.get("/api/journeys/buy/runs").path("runs").valueStream().filter(run -> run.path("clean").asBoolean() == clean);
    }

    @Test
    void tellEachStepAndWhatWentWrongInCleaningUp() throws IOException {
        house.start();
        var run = run(true);
        assertThat(run.path("steps").valueStream().map(step -> step.path("name").asString() + " " + step.path("outcome").asString()))
                .containsExactly("look done", "pay done", "tidy stumbled");
        assertThat(run.at("/remarks/0/why").asString()).startsWith("expected status 200 to 299, came 404");
        assertThat(tokens).contains("Bearer " + SECRET);
    }

    @Test
    void aSecretIsNeitherToldNorKeptAnywhere() throws IOException {
        status = 403;
        house.start();
        assertThat(run(false).path("why").asString()).isEqualTo("expected status 200 to 299, came 403: you are Bearer ***");
        house.await("the state tells of it", state -> state.at("/services/0/journeys/0/why").asString().contains("***"));
        assertThat(house.get("/api/state").toString() + house.get("/api/journeys/buy/runs")).doesNotContain(SECRET);
        house.stop();
        house.koboshi = null;
        try (var files = Files.walk(folder.resolve(".koboshi"))) {
            assertThat(files.filter(Files::isRegularFile)).noneMatch(JourneyRunsTest::holdsTheSecret);
        }
    }

    private static boolean holdsTheSecret(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(SECRET);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    @Test
    void withoutItsSecretNoRunIsMadeAndNoneCountsAsFailed() throws IOException {
        house.start();
        run(true);
        Files.delete(folder.resolve("token"));
        Await.until("no run was made for ten times its pace", () -> latest().isBefore(Instant.now().minusSeconds(1)));
        assertThat(runs(false)).isEmpty();
        var before = latest();
        Files.writeString(folder.resolve("token"), SECRET);
        Await.until("it runs again", () -> latest().isAfter(before));
        assertThat(runs(false)).isEmpty();
    }

    private Instant latest() {
        return Instant.parse(house.get("/api/journeys/buy/runs").at("/runs/0/began").asString());
    }
}
