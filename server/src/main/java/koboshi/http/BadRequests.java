package koboshi.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty itself refuses, before any door of ours is known, in a shape that clients of every door know. */
final class BadRequests extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(said(response.getStatus(), "")), callback);
        return true;
    }

    private static byte[] said(int status, String reason) {
        var words = switch (status) {
            case 414 -> "the address is too long: expected at most 64 KiB; a long question goes as a form by POST";
            case 431 -> "the headers are too large: expected at most 64 KiB together with the address";
            case 408 -> "too slow";
            case 503 -> "closing";
            default -> status < 500 ? "not an HTTP request we can read" : "something failed here; the server's log says what";
        };
        return Json.bytes(Refused.shape(status, reason.isEmpty() ? words : words + ": " + reason));
    }
}
