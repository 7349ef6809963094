package liveqa.http;

import java.util.Map;

/** A request that is answered with an error its sender can act upon. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;
    private final transient Map<String, String> headers;

    Refusal(int status, String message) {
        this(status, message, Map.of());
    }

    Refusal(int status, String message, Map<String, String> headers) {
        // A refusal is an answer, not an accident: no stack trace.
        super(message, null, false, false);
        this.status = status;
        this.headers = headers;
    }

    Reply reply() {
        var body = Json.object().put("error", getMessage());
        return new Reply(status, "application/json; charset=utf-8", Json.bytes(body), headers);
    }
}
