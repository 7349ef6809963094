package koboshi.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import koboshi.app.Installation;
import koboshi.store.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Blue and green behind a real HAProxy. */
class SwitchedGroupsTest {
    @TempDir
    private Path folder;

    private Crossing crossing;
    private Installation house;

    @BeforeEach
    void start() throws Exception {
        crossing = new Crossing(Files.createDirectory(folder.resolve("crossing")));
        crossing.balancer("a", "s1", "s2", "s3");
        house = new Installation(folder);
        house.write("""
                listen: 127.0.0.1:0
                traffic:
                  web:
                    haproxy: "unix:%s"
                    servers: {s1: "%s", s2: "%s", s3: "%s"}
                    groups: {blue: [s1], green: [s2, s3]}
                    drain: 2s
                    back: {after: 200ms, longest: 200ms, clean: 3, ramp: 1s, watch: 3s}
                journeys:
                  see: {pool: web, every: 200ms, timeout: 1s, steps: [{get: "http://${server}/"}]}
                """.formatted(crossing.socket("a"), crossing.address("s1"), crossing.address("s2"), crossing.address("s3")));
        house.start();
        house.await("every server is known to be well", state -> state.at("/pools/0/servers").size() == 3 && state.at("/pools/0/servers").valueStream().allMatch(MovedTrafficTest::well));
        to("blue");
        awaitOver();
        assertThat(crossing.visits("a", 6)).containsOnlyKeys("s1");
    }

    @AfterEach
    void close() {
        house.close();
        crossing.close();
    }

    private JsonNode to(String group) throws Exception {
        var body = "{\"verb\":\"switch\",\"on\":\"group/web/" + group + "\",\"why\":\"release 2\"}";
        var request = HttpRequest.newBuilder(house.address().resolve("/api/orders")).header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        try (var client = HttpClient.newHttpClient()) {
            return JsonMapper.shared().readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        }
    }

    private void awaitOver() {
        house.await("nothing goes over any more", state -> state.at("/pools/0/switching").isNull() && state.path("acts").isEmpty());
    }

    @Test
    void theTrafficGoesOverWithoutAFailedRequest() throws Exception {
        var over = new AtomicBoolean();
        var answered = new TreeMap<String, Long>();
        var client = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                crossing.visits("a", 1).forEach((who, times) -> answered.merge(who, times, Long::sum));
            }
        });
        to("green");
        assertThat(to("blue").at("/refused/en").asString()).startsWith("pool web is going over to green already");
        awaitOver();
        over.set(true);
        client.join();
        assertThat(answered).containsOnlyKeys("s1", "s2", "s3");
        assertThat(crossing.visits("a", 8)).containsOnlyKeys("s2", "s3");
        assertThat(to("green").at("/refused/en").asString()).isEqualTo("web/green has all the traffic already.");
    }

    @Test
    void whereTheNewOneFailsTheOldOneIsBack() throws Exception {
        to("green");
        Await.until("green has the traffic", () -> crossing.visits("a", 4).keySet().equals(Set.of("s2", "s3")));
        crossing.answers("s3", 500);
        awaitOver();
        assertThat(crossing.visits("a", 8)).isEqualTo(Map.of("s1", 8L));
        assertThat(crossing.status("a", "s2")).startsWith("MAINT");
    }

    @Test
    void aHaproxyAndAKoboshiStartedAnewInTheMidstOfItGoOn() throws Exception {
        to("green");
        house.stop();
        crossing.end("a");
        crossing.balancer("a", "s1", "s2", "s3");
        house.start();
        house.await("all of it is known", state -> state.at("/pools/0/servers").size() == 3 && state.at("/pools/0/trouble").isNull());
        awaitOver();
        assertThat(crossing.visits("a", 8)).containsOnlyKeys("s2", "s3");
    }

    @Test
    void oneThatDoesNotWorkGetsNoTraffic() throws Exception {
        crossing.answers("s2", 500);
        to("green");
        house.await("it proves itself", state -> state.at("/pools/0/switching/phase").asString().equals("proving"));
        assertThat(crossing.visits("a", 20)).containsOnlyKeys("s1");
    }
}
