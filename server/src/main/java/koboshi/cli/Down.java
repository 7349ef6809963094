package koboshi.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stops every service Koboshi keeps. Koboshi itself goes on watching; stop it with Ctrl-C.",
        footer = Exit.HELP)
final class Down implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Mixin
    private Server server;

    @Override
    public Integer call() throws InterruptedException {
        for (var service : server.get("/api/state").path("services")) {
            var id = service.path("id").asString();
            server.post("/api/orders", Map.of("verb", "stop", "on", id, "why", "koboshi down"));
            System.out.println(id + (stopped(id) ? " stopped" : " is still running"));
        }
        return Exit.OK;
    }

    private boolean stopped(String id) throws InterruptedException {
        var until = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(until)) {
            for (var service : server.get("/api/state").path("services")) {
                if (service.path("id").asString().equals(id) && !service.at("/process/state").asString().equals("running")) {
                    return true;
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return false;
    }
}
