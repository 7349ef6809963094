package koboshi.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running Koboshi, spoken to over HTTP; mixed into the commands that need one. */
public final class Server {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "${env:KOBOSHI_SERVER:-http://127.0.0.1:8642}",
            description = "Which Koboshi to ask (default: ${DEFAULT-VALUE}, or KOBOSHI_SERVER).")
    private URI address;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

    public static Server at(URI address) {
        var server = new Server();
        server.address = address;
        return server;
    }

    public URI address() {
        return address;
    }

    /** @throws Wrong with the server's own words when it refuses */
    public JsonNode get(String path) {
        return read(body(request(path).GET().build()));
    }

    private JsonNode read(String answer) {
        try {
            return JSON.readTree(answer);
        } catch (JacksonException _) {
            throw new Wrong("what answers at " + address + " is no Koboshi; name another with --server");
        }
    }

    public JsonNode post(String path, Object body) {
        var text = JSON.writeValueAsString(body);
        var answer = body(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(text))
                .build());
        return answer.isBlank() ? JSON.createObjectNode() : read(answer);
    }

    public void push(String lines) {
        body(request("/push").POST(HttpRequest.BodyPublishers.ofString(lines)).build());
    }

    /** A message of remote write, packed by snappy. */
    void write(byte[] packed) {
        body(request("/api/v1/write").header("Content-Encoding", "snappy").POST(HttpRequest.BodyPublishers.ofByteArray(packed)).build());
    }

    /** Moves the series in memory to a block. */
    void flush() {
        body(request("/api/series/flush").POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    public String text(String path) {
        return body(request(path).GET().build());
    }

    private HttpRequest.Builder request(String path) {
        if (!"http".equals(address.getScheme()) && !"https".equals(address.getScheme()) || address.getHost() == null) {
            throw new Wrong("--server " + address + ": expected an address such as http://127.0.0.1:8642");
        }
        var request = HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE);
        Optional.ofNullable(System.getenv("KOBOSHI_TOKEN")).map(String::strip).ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request;
    }

    private String body(HttpRequest request) {
        try {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (answer.statusCode() / 100 != 2) {
                throw new Wrong("Koboshi answers " + answer.statusCode() + ": " + reason(answer.body()));
            }
            return answer.body();
        } catch (IOException away) {
            throw new NotReached(address, away);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NotReached(address, interrupted);
        }
    }

    private static String reason(String body) {
        try {
            return JSON.readTree(body).path("error").asString(body);
        } catch (JacksonException _) {
            return body;
        }
    }
}
