package koboshi.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import koboshi.app.Installation;
import koboshi.store.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While one group rises behind a real HAProxy the other gives up as much. */
class SharesOfASwitchTest {
    @TempDir
    private Path folder;

    private Crossing crossing;
    private Installation house;

    @BeforeEach
    void start() throws Exception {
        crossing = new Crossing(Files.createDirectory(folder.resolve("crossing")));
        crossing.balancer("a", "s1", "s2");
        house = new Installation(folder);
        house.write("""
                listen: 127.0.0.1:0
                traffic:
                  web:
                    haproxy: "unix:%s"
                    servers: {s1: "%s", s2: "%s"}
                    groups: {blue: [s1], green: [s2]}
                    drain: 2s
                    back: {after: 200ms, longest: 200ms, clean: 3, ramp: 8s, watch: 1s}
                journeys:
                  see: {pool: web, every: 200ms, timeout: 2s, steps: [{get: "http://${server}/"}]}
                """.formatted(crossing.socket("a"), crossing.address("s1"), crossing.address("s2")));
        house.start();
        house.await("every server is known to be well", state -> state.at("/pools/0/servers").size() == 2 && state.at("/pools/0/servers").valueStream().allMatch(GuardedPool::well));
        order("switch", "group/web/blue");
        awaitOver();
    }

    @AfterEach
    void close() {
        house.close();
        crossing.close();
    }

    private void order(String verb, String on) throws Exception {
        var body = "{\"verb\":\"" + verb + "\",\"on\":\"" + on + "\",\"why\":\"release 2\"}";
        var request = HttpRequest.newBuilder(house.address().resolve("/api/orders")).header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        try (var client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(202);
        }
    }

    private void awaitOver() {
        house.await("nothing goes over any more", state -> state.at("/pools/0/switching").isNull() && state.path("acts").isEmpty());
    }

    /** Of the base weight 100. */
    private String weight(String server) {
        return crossing.say("a", "get weight web/" + server).replaceFirst("(?s) .*", "");
    }

    private void awaitPhase(String phase) {
        house.await("it is " + phase, state -> state.at("/pools/0/switching/phase").asString("").equals(phase));
    }

    @Test
    void atEachStepBothTogetherHaveTheWhole() throws Exception {
        order("switch", "group/web/green");
        awaitPhase("shifting");
        Set<String> seen = new LinkedHashSet<>();
        Await.until("green has the whole", () -> {
            seen.add(weight("s2") + "+" + weight("s1"));
            return crossing.status("a", "s1").startsWith("MAINT");
        });
        assertThat(seen).contains("10+90", "25+75", "50+50", "75+25");
        assertThat(weight("s1")).as("whoever makes it ready by hand means all of it").isEqualTo("100");
    }

    @Test
    void whereItTurnsBackTheOldOneHasTheWholeAtOnce() throws Exception {
        order("switch", "group/web/green");
        Await.until("the old one has given way", () -> weight("s1").equals("75"));
        order("eject", "backend/web/s2");
        Await.until("it has all of it", () -> weight("s1").equals("100"));
        awaitOver();
        assertThat(crossing.visits("a", 6)).containsOnlyKeys("s1");
    }
}
