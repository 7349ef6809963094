package koboshi.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A whole answer, small enough to be held. */
record Answer(int status, Map<String, String> headers, byte[] body) {
    static Answer of(int status, String type, byte[] body) {
        var headers = new HashMap<String, String>();
        headers.put("Content-Type", type);
        headers.put("Cache-Control", "no-store");
        return new Answer(status, headers, body);
    }

    static Answer json(int status, JsonNode node) {
        return of(status, "application/json", Json.bytes(node));
    }

    static Answer text(int status, String type, String text) {
        return of(status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer nothing() {
        return new Answer(204, new HashMap<>(Map.of("Cache-Control", "no-store")), new byte[0]);
    }

    static Answer seeOther(String path) {
        return new Answer(303, new HashMap<>(Map.of("Location", path, "Cache-Control", "no-store")), new byte[0]);
    }

    Answer with(String header, String value) {
        headers.put(header, value);
        return this;
    }
}
