package koboshi.http;

import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** How an answer goes out. */
sealed interface Reply {
    record Whole(Answer answer) implements Reply {}

    record Download(Path file, Map<String, String> headers) implements Reply {}

    /** It writes for itself, and completes the callback itself. */
    @FunctionalInterface
    non-sealed interface Live extends Reply {
        void run(Response response, Callback callback) throws Exception;
    }

    static Reply of(Answer answer) {
        return new Whole(answer);
    }
}
