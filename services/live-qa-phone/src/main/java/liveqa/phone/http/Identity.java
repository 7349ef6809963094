package liveqa.phone.http;

import java.time.Instant;
import java.util.function.IntSupplier;
import tools.jackson.databind.json.JsonMapper;

/** What /health tells. */
public record Identity(String version, Instant startedAt, String sip, boolean webhooks, IntSupplier callsInProgress) {
    public static final String SERVICE = "live-qa-phone";
    private static final JsonMapper JSON = new JsonMapper();

    Reply health() {
        var view = JSON.createObjectNode().put("status", "ok").put("service", SERVICE).put("version", version).put("startedAt", startedAt.toString())
                .put("webhooks", webhooks).put("sip", sip).put("callsInProgress", callsInProgress.getAsInt());
        return Reply.of(200, "application/json; charset=utf-8", view.toString());
    }
}
