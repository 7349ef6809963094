package koboshi.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import koboshi.app.Installation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a real Koboshi that moved the traffic of a real HAProxy tells of it afterwards. */
class ToldTrafficTest {
    private static final Instant BEGAN = Instant.now().minusSeconds(600);

    @Test
    void itsJournalTellsWhereEachServerWasAndWhy(@TempDir Path folder) throws Exception {
        try (var crossing = new Crossing(Files.createDirectory(folder.resolve("crossing"))).balancer("a", "s1", "s2", "s3"); var house = new Installation(folder)) {
            start(house, crossing);
            order(house, "eject", "a new disk");
            awaitPlace(house, "out");
            order(house, "ready", "the disk is in");
            awaitPlace(house, "returned");
            var history = history(house);
            assertThat(history.at("/servers/0/spells").valueStream().map(spell -> spell.path("place").asString())).containsExactly("in");
            assertThat(history.at("/servers/1/spells").valueStream().map(spell -> spell.path("place").asString() + " " + spell.path("why").asString("")))
                    .containsExactly("in ", "out a new disk", "in the disk is in");
            house.stop();
            house.start();
            assertThat(history(house).at("/servers")).as("also when it was started anew").isEqualTo(history.at("/servers"));
        }
    }

    private static void start(Installation house, Crossing crossing) throws Exception {
        house.write("""
                listen: 127.0.0.1:0
                traffic:
                  web:
                    haproxy: ["unix:%s"]
                    servers: {s1: "%s", s2: "%s", s3: "%s"}
                journeys:
                  see: {pool: web, every: 200ms, timeout: 1s, steps: [{get: "http://${server}/"}]}
                """.formatted(crossing.socket("a"), crossing.address("s1"), crossing.address("s2"), crossing.address("s3")));
        house.start();
        house.await("every server is known to be well", state -> state.at("/pools/0/servers").valueStream()
                .filter(server -> server.path("takes").asBoolean(false) && server.at("/journeys/0/cleanInARow").asInt() >= 2).count() == 3);
    }

    private static void order(Installation house, String verb, String why) throws Exception {
        var body = "{\"verb\":\"" + verb + "\",\"on\":\"backend/web/s2\",\"why\":\"" + why + "\"}";
        var request = HttpRequest.newBuilder(house.address().resolve("/api/orders")).header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
        try (var client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body()).doesNotContain("refused");
        }
    }

    private static void awaitPlace(Installation house, String place) {
        house.await("it is " + place, state -> state.at("/pools/0/servers/1/place").asString().equals(place));
    }

    private static JsonNode history(Installation house) {
        return house.get("/api/traffic/web/history?from=" + BEGAN + "&to=" + BEGAN.plusSeconds(1800));
    }
}
