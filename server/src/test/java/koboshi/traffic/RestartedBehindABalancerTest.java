package koboshi.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import koboshi.app.Installation;
import koboshi.store.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two real processes behind a real HAProxy, kept by a real agent. */
class RestartedBehindABalancerTest {
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
                      s2: {address: "127.0.0.1:%3$s", service: shop-2}
                    drain: 5s
                    back: {after: 200ms, clean: 3, ramp: 0s}
                journeys:
                  see: {pool: web, every: 200ms, timeout: 2s, steps: [{get: "http://${server}/"}]}
                guards:
                  grown: {when: 'load{shop="1"} > 5', on: service/shop-1, then: [drain, restart], prove: {journey: see, within: 30s}, brakes: {cool_down: 0s}}
                """.formatted(run, crossing.port("s1"), crossing.port("s2"), crossing.socket("a")));
        house.start();
        house.await("both stand and are known to be well", state -> state.at("/services").valueStream().allMatch(RestartedBehindABalancerTest::stands)
                && state.at("/pools/0/servers").size() == 2 && state.at("/pools/0/servers").valueStream().allMatch(MovedTrafficTest::well));
    }

    private static boolean stands(JsonNode service) {
        return service.path("pose").asString().equals("standing");
    }

    @AfterEach
    void end() throws IOException {
        // The agent goes first: it would start them again.
        var shops = Stream.of(0, 1).flatMap(service -> pid(service).stream()).toList();
        house.close();
        var lock = folder.resolve(".koboshi/agent/lock");
        if (Files.exists(lock)) {
            ProcessHandle.of(Long.parseLong(Files.readString(lock).strip())).ifPresent(agent -> {
                agent.destroyForcibly();
                Await.until("the agent ended", () -> !agent.isAlive());
            });
        }
        shops.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        crossing.close();
    }

    private Optional<Long> pid(int service) {
        var pid = house.get("/api/state").at("/services/" + service + "/process/pid");
        return pid.isNumber() ? Optional.of(pid.asLong()) : Optional.empty();
    }

    @Test
    void aServiceIsBegunAnewWithoutAFailedRequest() throws InterruptedException {
        var before = pid(0).orElseThrow();
        var over = new AtomicBoolean();
        var answered = new TreeMap<String, Long>();
        var client = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                crossing.visits("a", 1).forEach((who, times) -> answered.merge(who, times, Long::sum));
            }
        });
        house.push("load{shop=\"1\"} 9");
        house.await("another process runs", state -> pid(0).filter(pid -> !pid.equals(before)).isPresent());
        house.push("load{shop=\"1\"} 1");
        house.await("it takes traffic again", state -> state.at("/pools/0/servers/0/place").asString().equals("returned"));
        Await.until("it was visited again", () -> crossing.visits("a", 2).containsKey("s1"));
        over.set(true);
        client.join();
        assertThat(answered).containsOnlyKeys("s1", "s2");
        assertThat(Map.copyOf(answered)).allSatisfy((who, times) -> assertThat(times).isPositive());
    }
}
