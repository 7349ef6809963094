package liveqa.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A whole answer to a request. */
record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {
    static Reply json(int status, JsonNode body) {
        return json(status, body.toString());
    }

    static Reply json(int status, String body) {
        return new Reply(status, "application/json; charset=utf-8", body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    Reply with(String header, String value) {
        return new Reply(status, contentType, body, Map.of(header, value));
    }
}
