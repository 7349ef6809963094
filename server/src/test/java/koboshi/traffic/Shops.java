package koboshi.traffic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.app.Installation;
import koboshi.store.Await;

/** Two real processes behind a real HAProxy, {@code shop-1} at {@code s1} and {@code shop-2} at {@code s2}, kept by a real agent. */
final class Shops implements AutoCloseable {
    final Crossing crossing;
    final Installation house;
    private final Path folder;

    Shops(Path folder) throws IOException {
        this.folder = folder;
        crossing = new Crossing(Files.createDirectory(folder.resolve("crossing")), "s1", "s2");
        house = new Installation(folder);
    }

    /**
     * @param ofS2 what is said of the second server besides, such as {@code , standby: true}
     * @param more the end of the configuration
     */
    void start(String ofS2, String more) throws IOException {
        crossing.balancer("a", "s1", "s2");
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
                      s2: {address: "127.0.0.1:%3$s", service: shop-2%5$s}
                    drain: 5s
                    back: {after: 200ms, clean: 3, ramp: 0s}
                journeys:
                  see: {pool: web, every: 200ms, timeout: 2s, steps: [{get: "http://${server}/"}]}
                %6$s
                """.formatted(run, crossing.port("s1"), crossing.port("s2"), crossing.socket("a"), ofS2, more));
        house.start();
    }

    Optional<Long> pid(int service) {
        var pid = house.get("/api/state").at("/services/" + service + "/process/pid");
        return pid.isNumber() ? Optional.of(pid.asLong()) : Optional.empty();
    }

    void awaitAnother(int service, long before) {
        house.await("another process runs", _ -> pid(service).filter(pid -> pid != before).isPresent());
    }

    @Override
    public void close() throws IOException {
        var running = house.koboshi == null ? Stream.<Long>empty() : Stream.of(0, 1).flatMap(service -> pid(service).stream());
        var processes = running.flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
        house.close();
        endAgent();
        // Last of all: an agent that lives would start them again.
        processes.forEach(ProcessHandle::destroyForcibly);
        crossing.close();
    }

    private void endAgent() throws IOException {
        var lock = folder.resolve(".koboshi/agent/lock");
        if (Files.exists(lock)) {
            ProcessHandle.of(Long.parseLong(Files.readString(lock).strip())).ifPresent(agent -> {
                agent.destroyForcibly();
                Await.until("the agent ended", () -> !agent.isAlive());
            });
        }
    }
}
