package liveqa.phone.http;

import java.nio.charset.StandardCharsets;

/** A whole answer to a request. */
record Reply(int status, String contentType, byte[] body) {
    static Reply of(int status, String contentType, String body) {
        return new Reply(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    static Reply error(int status, String why) {
        return of(status, "text/plain; charset=utf-8", why + "\n");
    }
}
