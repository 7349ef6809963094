package koboshi.http;

import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What was asked is not given: an HTTP status, and what was expected instead. */
final class Refused extends RuntimeException {
    /** The doors that speak Prometheus's API. */
    private static final String PROMETHEUS = "/api/v1/";

    private final int status;
    private final transient Map<String, String> headers;

    Refused(int status, String why) {
        this(status, why, Map.of());
    }

    Refused(int status, String why, Map<String, String> headers) {
        super(why, null, false, false);
        this.status = status;
        this.headers = headers;
    }

    static Refused expected(String what) {
        return new Refused(400, what);
    }

    /** Of what was sent nothing was taken. */
    static Refused busy(Duration retryAfter) {
        return busy("nothing was taken", retryAfter);
    }

    static Refused busy(String why, Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return new Refused(429, "busy: " + why + "; try again in " + seconds + " s", Map.of("Retry-After", Long.toString(seconds)));
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    Answer answer() {
        return answer("");
    }

    /** @param path where it was asked: clients of Prometheus look for more than words */
    Answer answer(String path) {
        var answer = Answer.json(status, shape(path, status, getMessage()));
        headers.forEach(answer.headers()::put);
        return answer;
    }

    static ObjectNode shape(String path, int status, String why) {
        return path.startsWith(PROMETHEUS) ? shape(status, why) : Json.object().put("error", why);
    }

    /** As Prometheus's API says it, which is also our own shape and more. */
    static ObjectNode shape(int status, String why) {
        return Json.object().put("status", "error").put("errorType", kind(status)).put("error", why);
    }

    private static String kind(int status) {
        return switch (status) {
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            case 404 -> "not_found";
            case 422 -> "execution";
            case 429, 503 -> "unavailable";
            default -> status < 500 ? "bad_data" : "internal";
        };
    }
}
