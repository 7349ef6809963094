package koboshi.traffic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.app.Installation;
import tools.jackson.databind.JsonNode;

/** A real Koboshi over the pool {@code web} of a crossing. */
final class GuardedPool implements AutoCloseable {
    /** Whoever is well is back in a moment. */
    static final String QUICKLY_BACK = "back: {after: 200ms, longest: 200ms, clean: 3, ramp: 0s}";

    final Crossing crossing;
    final Installation house;

    GuardedPool(Path folder) throws IOException {
        crossing = new Crossing(Files.createDirectory(folder.resolve("crossing")));
        house = new Installation(folder);
    }

    /** @param lines of the pool's configuration */
    void write(String... lines) throws IOException {
        house.write("""
                listen: 127.0.0.1:0
                traffic:
                  web:
                %s
                journeys:
                  see: {pool: web, every: 200ms, timeout: 1s, steps: [{get: "http://${server}/"}]}
                """.formatted(String.join("\n", lines).indent(4)));
    }

    void start(String... lines) throws IOException {
        write(lines);
        house.start();
    }

    /** As a line of its configuration. */
    String balancers(String... names) {
        return "haproxy: " + Stream.of(names).map(name -> "\"unix:" + crossing.socket(name) + "\"").toList();
    }

    /** As a line of its configuration. */
    String servers(String... names) {
        return Stream.of(names).map(name -> name + ": \"" + crossing.address(name) + "\"").collect(Collectors.joining(", ", "servers: {", "}"));
    }

    void awaitWell(int servers) {
        house.await("every server is known to be well", state -> state.at("/pools/0/servers").size() == servers && state.at("/pools/0/servers").valueStream().allMatch(GuardedPool::well));
    }

    static boolean well(JsonNode server) {
        return server.path("takes").asBoolean(false) && server.at("/journeys/0/cleanInARow").asInt() >= 2;
    }

    void awaitPlace(String server, String place) {
        house.await(server + " is " + place, state -> state.at("/pools/0/servers").valueStream()
                .anyMatch(one -> one.path("name").asString().equals("web/" + server) && one.path("place").asString().equals(place)));
    }

    JsonNode order(String verb, String server) {
        return house.order(verb, "backend/web/" + server, "a new disk");
    }

    @Override
    public void close() {
        house.close();
        crossing.close();
    }
}
