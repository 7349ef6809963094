package liveqa.preflight;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** One HTTP call, bounded in time and size, that ends in words. */
final class Web {
    private static final int MOST = 64 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(6);
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(4)).build();

    sealed interface Reply {}

    record Answered(int status, String body, Optional<String> date, Optional<String> service, boolean cached, long millis) implements Reply {}

    record Unreachable(Words why) implements Reply {}

    Reply get(URI uri) {
        return send(HttpRequest.newBuilder(uri));
    }

    Reply send(HttpRequest.Builder request) {
        var started = System.nanoTime();
        try {
            var response = client.send(request.timeout(LIMIT).build(), BodyHandlers.ofInputStream());
            try (var in = response.body()) {
                return answered(response, new String(in.readNBytes(MOST), StandardCharsets.UTF_8), (System.nanoTime() - started) / 1_000_000);
            }
        } catch (IOException e) {
            return new Unreachable(why(e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Unreachable(Words.of("時間切れ", "out of time"));
        }
    }

    private static Answered answered(HttpResponse<?> response, String body, long millis) {
        var headers = response.headers();
        return new Answered(response.statusCode(), body, headers.firstValue("Date"), headers.firstValue("X-Service"), headers.firstValue("Age")
                .isPresent(), millis);
    }

    static Words why(IOException e) {
        return switch (e) {
            case HttpTimeoutException _ -> Words.of("時間内に応答がない", "no answer in time");
            case UnknownHostException _ -> Words.of("名前が見つからない（DNS）", "the name is not found (DNS)");
            case ConnectException _ when caused(e, UnresolvedAddressException.class) ->
                Words.of("名前が見つからない（DNS）", "the name is not found (DNS)");
            case ConnectException _ -> Words.of("つながらない（接続拒否）", "the connection is refused");
            case SSLException s -> Words.of("暗号化の確認に失敗（TLS）: %s", "TLS failed: %s", s.getMessage());
            default -> Words.of("通信に失敗: %s", "the call failed: %s", e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        };
    }

    private static boolean caused(Throwable e, Class<? extends Throwable> type) {
        for (var at = e; at != null; at = at.getCause()) {
            if (type.isInstance(at)) return true;
        }
        return false;
    }
}
