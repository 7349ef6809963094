package koboshi.http;

import java.time.Duration;
import java.util.Map;

/** What was asked is not given: an HTTP status, and what was expected instead. */
final class Refused extends RuntimeException {
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

    static Refused busy(Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return new Refused(
                429, "busy: nothing was taken; try again in " + seconds + " s", Map.of("Retry-After", Long.toString(seconds)));
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    Answer answer() {
        var answer = Answer.json(status, Json.object().put("error", getMessage()));
        headers.forEach(answer.headers()::put);
        return answer;
    }
}
