package liveqa.http;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** Which instance answers. */
public record Identity(String instance, String version, Instant startedAt) {
    public static final String SERVICE = "live-qa";

    ObjectNode view() {
        return Json.object().put("status", "ok").put("service", SERVICE).put("instance", instance)
                .put("version", version).put("startedAt", startedAt.toString());
    }
}
