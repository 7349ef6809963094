package liveqa.model;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.node.ObjectNode;

/** The model's address: one call is one request whose answer streams. Never follows a redirection: the key is for this address. */
final class Endpoint implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER).build();
    private final ModelSettings settings;
    private final URI completions;

    Endpoint(ModelSettings settings) {
        this.settings = settings;
        this.completions = URI.create(settings.endpoint().toString().replaceFirst("/+$", "") + "/chat/completions");
    }

    /** Returns once the answer begins to stream. */
    ModelStream ask(ObjectNode body, Duration patience) throws ModelFailure, InterruptedException {
        var request = HttpRequest.newBuilder(completions).header("Content-Type", "application/json").header("Accept", "text/event-stream")
                .POST(BodyPublishers.ofString(body.toString()));
        settings.key().ifPresent(key -> request.header("Authorization", "Bearer " + key.secret()));
        var answer = client.sendAsync(request.build(), BodyHandlers.ofInputStream());
        try {
            return streaming(answer.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ModelFailure(Outcome.TOO_LATE, "no answer within " + patience.toMillis() + " ms", Optional.empty());
        } catch (ExecutionException e) {
            boolean early = e.getCause() instanceof ConnectException;
            throw new ModelFailure(Outcome.UNREACHABLE, (early ? "cannot connect: " : "") + e.getCause(), Optional.of(Duration.ZERO));
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    private static ModelStream streaming(HttpResponse<java.io.InputStream> answer) throws ModelFailure {
        int status = answer.statusCode();
        if (status == 200) return new ModelStream(answer.body());
        close(answer.body());
        boolean later = status == 429 || status >= 500;
        throw new ModelFailure(Outcome.REFUSED, "HTTP " + status, later ? Optional.of(retryAfter(answer)) : Optional.empty());
    }

    private static Duration retryAfter(HttpResponse<?> answer) {
        return answer.headers().firstValue("Retry-After").filter(value -> value.matches("\\d{1,6}")).map(Long::parseLong).map(Duration::ofSeconds).orElse(Duration.ZERO);
    }

    private static void close(java.io.InputStream body) {
        try {
            body.close();
        } catch (IOException _) {
            return; // It was not going to be read.
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
