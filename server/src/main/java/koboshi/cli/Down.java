package koboshi.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stops every service Koboshi keeps. Koboshi itself goes on watching; stop it with Ctrl-C.",
        footer = Exit.HELP)
final class Down implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    /** In looks: an act may be over a moment before its agent's word of the process comes in. */
    private static final int IDLE_FOR_GOOD = 10;

    @Mixin
    private Server server;

    @Override
    public Integer call() throws InterruptedException {
        boolean all = true;
        for (var id : services()) {
            var trouble = stop(id);
            System.out.println(id + trouble.map(why -> " is still running: " + why).orElse(" stopped"));
            all &= trouble.isEmpty();
        }
        return all ? Exit.OK : Exit.NOT_WELL;
    }

    private List<String> services() {
        return state().path("services").valueStream().map(service -> service.path("id").asString()).toList();
    }

    private JsonNode state() {
        return server.get("/api/state");
    }

    /** @return why it still runs, if it does */
    private Optional<String> stop(String id) throws InterruptedException {
        var seen = state();
        server.post("/api/orders", Map.of("verb", "stop", "on", id, "why", "koboshi down", "offset", seen.path("offset").asLong()));
        return await(id);
    }

    private Optional<String> await(String id) throws InterruptedException {
        int idle = 0;
        for (long look = 0; look < PATIENCE.dividedBy(BETWEEN_LOOKS); look++) {
            var state = state();
            if (lies(state, id) && !stopping(state, id)) {
                return Optional.empty();
            }
            idle = stopping(state, id) ? 0 : idle + 1;
            if (idle > IDLE_FOR_GOOD) {
                return Optional.of("the order was refused or failed; the page says why");
            }
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
        }
        return Optional.of("it did not end within " + PATIENCE.toSeconds() + " s");
    }

    /** What is not running may only be waiting to be started again; after a stop that was done it is not. */
    private static boolean lies(JsonNode state, String id) {
        return state.path("services").valueStream()
                .filter(service -> service.path("id").asString().equals(id))
                .noneMatch(service -> List.of("running", "unknown").contains(service.at("/process/state").asString()));
    }

    private static boolean stopping(JsonNode state, String id) {
        return state.path("acts").valueStream().anyMatch(act -> act.path("on").asString().equals(id) && act.path("verb").asString().equals("stop"));
    }
}
