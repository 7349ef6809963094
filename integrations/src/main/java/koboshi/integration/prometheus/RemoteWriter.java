package koboshi.integration.prometheus;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends messages of remote write 1.0. */
public final class RemoteWriter implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final int SHOWN = 500;
    private static final int LARGEST_WORD = 64 << 10;

    private final Access access;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1).build();

    public RemoteWriter(Access access) {
        this.access = access;
    }

    /** @param packed a message, packed with snappy */
    public Delivery send(byte[] packed) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(access.url())
                    .timeout(access.patience())
                    .header("Content-Type", "application/x-protobuf")
                    .header("Content-Encoding", "snappy")
                    .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                    .header("User-Agent", "Koboshi")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(packed));
            access.headers().fetch().forEach(request::setHeader);
            return delivery(answer(request.build()));
        } catch (IOException trouble) {
            return new Delivery.Later(access + " cannot be reached: " + trouble.getMessage(), Optional.empty());
        }
    }

    /** The request's own timeout ends with the headers; a body that never ends must not hold the queue either. */
    private HttpResponse<byte[]> answer(HttpRequest request) throws IOException, InterruptedException {
        var answer = client.sendAsync(request, _ -> new Bounded(LARGEST_WORD, Bounded.Larger.IS_CUT));
        try {
            return answer.get(access.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new IOException("no answer within " + access.patience().toSeconds() + " s");
        } catch (ExecutionException failed) {
            var cause = failed.getCause();
            throw new IOException(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
        } finally {
            answer.cancel(true);
        }
    }

    private Delivery delivery(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return new Delivery.Taken();
        }
        var said = new String(response.body(), StandardCharsets.UTF_8).strip();
        var why = access + " answered " + status + (said.isEmpty() ? "" : ": " + said.substring(0, Math.min(SHOWN, said.length())));
        // A redirect is mended by whoever moved the address; only what was sent can be refused for good.
        boolean passing = status == 429 || status == 408 || status / 100 != 4;
        return passing ? new Delivery.Later(why, response.headers().firstValue("Retry-After").flatMap(RemoteWriter::wait)) : new Delivery.Refused(why);
    }

    private static Optional<Duration> wait(String text) {
        return text.matches("\\d{1,6}")
                ? Optional.of(Duration.ofSeconds(Math.min(Long.parseLong(text), LONGEST_WAIT.toSeconds())))
                : Optional.empty();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
