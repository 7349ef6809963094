package koboshi.http;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings every request to its door and every answer back, and lets no failure out without words. */
final class Porter extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Porter.class);
    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            // Not no-referrer: with it a browser sends the login form with Origin: null.
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin");
    static final String PLAIN_CSP = "default-src 'none'; frame-ancestors 'none'";

    private final Rooms rooms;

    Porter(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        ALWAYS.forEach(response.getHeaders()::put);
        response.getHeaders().put("Content-Security-Policy", PLAIN_CSP);
        try {
            send(rooms.answer(request), response, callback);
        } catch (Refused e) {
            send(e.answer(Request.getPathInContext(request)), response, callback);
        } catch (Exception e) {
            failed(e, request, response, callback);
        }
        return true;
    }

    private static void send(Reply reply, Response response, Callback callback) throws Exception {
        switch (reply) {
            case Reply.Whole(var answer) -> send(answer, response, callback);
            case Reply.Download download -> send(download, response, callback);
            case Reply.Live live -> live.run(response, callback);
        }
    }

    private static void send(Answer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        answer.headers().forEach(response.getHeaders()::put);
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    private static void send(Reply.Download download, Response response, Callback callback) throws Exception {
        download.headers().forEach(response.getHeaders()::put);
        response.getHeaders().put("Content-Length", Files.size(download.file()));
        Content.copy(Content.Source.from(download.file()), response, callback);
    }

    private static void failed(Exception e, Request request, Response response, Callback callback) {
        LOG.error("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), e);
        if (response.isCommitted()) {
            callback.failed(e);
            return;
        }
        var words = Refused.shape(Request.getPathInContext(request), 500, "something failed here; the server's log says what");
        send(Answer.json(500, words), response, callback);
    }
}
