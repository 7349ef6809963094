package liveqa.http;

import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/** Which instance answers, and which parts of it are in trouble. */
public record Identity(String instance, String version, Instant startedAt, Supplier<Map<String, String>> troubles) {
    public static final String SERVICE = "live-qa";

    Reply health() {
        var health = Json.object().put("status", "ok").put("service", SERVICE).put("instance", instance)
                .put("version", version).put("startedAt", startedAt.toString());
        var told = health.putObject("troubles");
        troubles.get().forEach(told::put);
        return Reply.json(200, health);
    }
}
