package koboshi.scrape;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;

/** One answer on its way in. */
final class Download implements Response.Listener {
    private static final int MULTIPLE_CHOICES = 300;
    private static final int BAD_REQUEST = 400;

    /** The connection ended before the answer did. */
    static final class Closed extends ScrapeFailure {
        private static final long serialVersionUID = 1;

        private Closed() {
            super("it closed the connection before its answer had ended");
        }
    }

    private final Body body;
    private final CompletableFuture<Response> done = new CompletableFuture<>();

    Download(Body body) {
        this.body = body;
    }

    CompletableFuture<Response> done() {
        return done;
    }

    @Override
    public void onContent(Response response, ByteBuffer content) {
        try {
            body.add(content);
        } catch (ScrapeFailure failure) {
            response.abort(failure);
        }
    }

    @Override
    public void onComplete(Result result) {
        if (result.isFailed()) {
            done.completeExceptionally(result.getFailure());
        } else {
            done.complete(result.getResponse());
        }
    }

    /** Where the answer sends us, if it does. */
    static Optional<String> elsewhere(Response response) {
        boolean sends = response.getStatus() > MULTIPLE_CHOICES && response.getStatus() < BAD_REQUEST && response.getStatus() != 304;
        return sends ? Optional.ofNullable(response.getHeaders().get(HttpHeader.LOCATION)) : Optional.empty();
    }

    /** In words; a stranger's message is not repeated at length. */
    static ScrapeFailure failure(Throwable cause, URI url) {
        return switch (cause) {
            case ScrapeFailure known -> known;
            case TimeoutException _ -> new ScrapeFailure("it did not end its answer in time");
            case UnknownHostException _ -> new ScrapeFailure("no such host: " + url.getHost());
            case EOFException _, ClosedChannelException _, SocketException _ when !(cause instanceof ConnectException) -> new Closed();
            case ConnectException _ -> new ScrapeFailure("nobody listens at " + url.getAuthority());
            default -> new ScrapeFailure(words(cause));
        };
    }

    private static String words(Throwable cause) {
        var deepest = cause;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        var message = deepest.getMessage() == null ? "" : ": " + deepest.getMessage();
        var text = "no answer came: " + deepest.getClass().getSimpleName() + message;
        return text.length() <= 300 ? text : text.substring(0, 300) + "...";
    }
}
