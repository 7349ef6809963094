package liveqa.http;

import java.time.Instant;

/** Which instance answers. */
public record Identity(String instance, String version, Instant startedAt) {
    public static final String SERVICE = "live-qa";

    Reply health() {
        return Reply.json(200, Json.object().put("status", "ok").put("service", SERVICE).put("instance", instance)
                .put("version", version).put("startedAt", startedAt.toString()));
    }
}
