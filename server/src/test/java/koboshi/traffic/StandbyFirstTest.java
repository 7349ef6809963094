package koboshi.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import koboshi.app.Installation;
import koboshi.store.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One real process takes the traffic of a real HAProxy, the other is kept stopped by a real agent until it is needed. */
class StandbyFirstTest {
    @TempDir
    private Path folder;

    private Crossing crossing;
    private Installation house;

    @BeforeEach
    void start() throws IOException {
        crossing = new Crossing(Files.createDirectory(folder.resolve("crossing")), "s1", "s2");
        crossing.balancer("a", "s1", "s2");
        house = new Installation(folder);
        var classes = Path.of(Shop.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        var run = Path.of(System.getProperty("java.home"), "bin", "java") + " -XX:TieredStopAtLevel=1 -cp " + classes + " " + Shop.class.getName();
        house.write("""
                listen: 127.0.0.1:0
                services:
                  shop-1: {run: %1$s %2$s s1, warm_up: 20s}
                  shop-2: {run: %1$s %3$s s2, warm_up: 20s}
                traffic:
                  web:
                    haproxy: "unix:%4$s"
                    servers:
                      s1: {address: "127.0.0.1:%2$s", service: shop-1}
                      s2: {address: "127.0.0.1:%3$s", service: shop-2, standby: true}
                    drain: 5s
                    back: {after: 200ms, clean: 3, ramp: 0s}
                journeys:
                  see: {pool: web, every: 200ms, timeout: 2s, steps: [{get: "http://${server}/"}]}
                """.formatted(run, crossing.port("s1"), crossing.port("s2"), crossing.socket("a")));
        house.start();
        awaitRest();
    }

    private void awaitRest() {
        house.await("s1 works and s2 is kept in reserve", state -> MovedTrafficTest.well(server(state, 0)) && server(state, 1).path("place").asString().equals("reserve")
                && state.at("/services/1/pose").asString().equals("resting") && state.path("acts").isEmpty());
    }

    private static JsonNode server(JsonNode state, int index) {
        return state.at("/pools/0/servers/" + index);
    }

    @AfterEach
    void end() throws IOException {
        var processes = IntStream.range(0, 2).mapToObj(this::pid).flatMap(Optional::stream).flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
        house.close();
        var lock = folder.resolve(".koboshi/agent/lock");
        if (Files.exists(lock)) {
            ProcessHandle.of(Long.parseLong(Files.readString(lock).strip())).ifPresent(agent -> {
                agent.destroyForcibly();
                Await.until("the agent ended", () -> !agent.isAlive());
            });
        }
        // Last of all: an agent that lives would start them again.
        processes.forEach(ProcessHandle::destroyForcibly);
        crossing.close();
    }

    private Optional<Long> pid(int service) {
        var pid = house.get("/api/state").at("/services/" + service + "/process/pid");
        return pid.isNumber() ? Optional.of(pid.asLong()) : Optional.empty();
    }

    private void restart() throws Exception {
        var request = HttpRequest.newBuilder(house.address().resolve("/api/orders")).header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString("{\"verb\":\"restart\",\"on\":\"service/shop-1\",\"why\":\"a new library\"}")).build();
        try (var client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body()).doesNotContain("refused");
        }
    }

    @Test
    void theStandbyTakesOverBeforeTheRestartAndNoRequestFails() throws Exception {
        var before = pid(0).orElseThrow();
        var over = new AtomicBoolean();
        var answered = new TreeMap<String, Long>();
        var client = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                crossing.visits("a", 1).forEach((who, times) -> answered.merge(who, times, Long::sum));
            }
        });
        restart();
        house.await("another process runs", _ -> pid(0).filter(pid -> !pid.equals(before)).isPresent());
        awaitRest();
        Await.until("it was visited again", () -> crossing.visits("a", 2).keySet().equals(Set.of("s1")));
        over.set(true);
        client.join();
        assertThat(answered).containsOnlyKeys("s1", "s2");
        assertThat(answered.values()).allMatch(times -> times > 0);
        assertThat(pid(1)).isEmpty();
    }

    @Test
    void aHaproxyStartedAnewMeanwhileIsToldWhoRests() throws IOException {
        crossing.end("a");
        crossing.balancer("a", "s1", "s2");
        Await.until("s2 is out again", () -> crossing.status("a", "s2").startsWith("MAINT"));
        assertThat(crossing.visits("a", 6)).containsOnlyKeys("s1");
    }
}
