package koboshi.integration.webhook;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import koboshi.action.Outcome;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls a person through whatever answers an HTTP POST.
 *
 * <p>The body is JSON; {@code Idempotency-Key} is the same however often a call is repeated; with a secret, {@code X-Koboshi-Signature} is
 * {@code sha256=} and the hexadecimal HMAC-SHA256 of the body.
 */
public final class Webhook {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI url;
    private final Optional<String> secret;
    private final Duration patience;
    private final HttpClient client;

    public Webhook(URI url, Optional<String> secret) {
        this(url, secret, PATIENCE);
    }

    /** @param patience for a connection, and again for the head of an answer */
    public Webhook(URI url, Optional<String> secret, Duration patience) {
        this.url = url;
        this.secret = secret;
        this.patience = patience;
        this.client = HttpClient.newBuilder().connectTimeout(patience).build();
    }

    /** Neither the path, where chat services put their tokens, nor the secret. */
    @Override
    public String toString() {
        return "Webhook[" + url.getScheme() + "://" + url.getRawAuthority() + "/...]";
    }

    /** @param key names the call for good */
    public Outcome send(String key, Map<String, Object> content) {
        var body = JSON.writeValueAsBytes(content);
        var request = HttpRequest.newBuilder(url)
                .timeout(patience)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        secret.ifPresent(given -> request.header("X-Koboshi-Signature", "sha256=" + signature(given, body)));
        return send(request.build());
    }

    /** Of what may be otherwise in a moment nobody knows the outcome: it is repeated under the same key until somebody took it. */
    private static Outcome outcome(int status) {
        if (status / 100 == 2) {
            return Outcome.Done.plain("the webhook took it");
        }
        var answered = "the webhook answered " + status;
        return status == 429 || status / 100 == 5 ? new Outcome.Unknown(answered) : new Outcome.Failed(answered);
    }

    /** An answer is an outcome; no answer after the request may have been sent is unknown, and repeated under the same key. */
    private Outcome send(HttpRequest request) {
        try {
            return outcome(status(request));
        } catch (ConnectException _) {
            return new Outcome.Unknown("the webhook cannot be reached");
        } catch (IOException trouble) {
            return new Outcome.Unknown("no answer of the webhook: " + trouble.getClass().getSimpleName());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Outcome.Unknown("interrupted");
        }
    }

    /** The head of the answer is enough: a body that never ends must not hold the call up, for the client's patience ends with the head. */
    private int status(HttpRequest request) throws IOException, InterruptedException {
        var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode();
    }

    static String signature(String secret, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA256", impossible);
        }
    }
}
