package koboshi.traffic;

import static koboshi.traffic.GuardedPool.well;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import koboshi.app.Installation;
import koboshi.store.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One of two real HAProxies may be looked at and not told. */
class RefusingBalancerTest {
    @Test
    void itIsNamedWithWhatToDoUntilItObeys(@TempDir Path folder) throws Exception {
        try (var crossing = new Crossing(Files.createDirectory(folder.resolve("crossing"))); var house = new Installation(folder)) {
            crossing.level("b", "operator").balancer("a", "s1", "s2").balancer("b", "s1", "s2");
            start(house, crossing);
            eject(house);
            Await.until("the one that obeys does it", () -> crossing.status("a", "s2").startsWith("MAINT"));
            house.await("the other is named", state -> amiss(state).path("why").asString("").contains("level admin"));
            assertThat(amiss(house.get("/api/state")).path("balancer").asString()).isEqualTo("unix:" + crossing.socket("b"));
            assertThat(crossing.status("b", "s2")).isEqualTo("no check");
            crossing.level("b", "admin").reload("b", "s1", "s2");
            house.await("it obeys", state -> state.at("/pools/0/amiss").isEmpty() && state.at("/pools/0/servers/1/place").asString().equals("out"));
            Await.until("it is told again", () -> crossing.status("b", "s2").startsWith("MAINT"));
        }
    }

    private static JsonNode amiss(JsonNode state) {
        return state.at("/pools/0/amiss/0");
    }

    private static void start(Installation house, Crossing crossing) throws Exception {
        house.write("""
                listen: 127.0.0.1:0
                traffic:
                  web:
                    haproxy: ["unix:%s", "unix:%s"]
                    servers: {s1: "%s", s2: "%s"}
                journeys:
                  see: {pool: web, every: 200ms, timeout: 1s, steps: [{get: "http://${server}/"}]}
                """.formatted(crossing.socket("a"), crossing.socket("b"), crossing.address("s1"), crossing.address("s2")));
        house.start();
        house.await("all is well", state -> state.at("/pools/0/servers").valueStream().filter(one -> well(one)).count() == 2);
    }

    private static void eject(Installation house) throws Exception {
        var body = "{\"verb\":\"eject\",\"on\":\"backend/web/s2\",\"why\":\"a new disk\"}";
        var request = HttpRequest.newBuilder(house.address().resolve("/api/orders")).header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
        try (var client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(202);
        }
    }
}
