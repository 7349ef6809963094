package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import koboshi.config.Configuration;
import koboshi.config.Problems;
import koboshi.store.Await;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A folder with a configuration and a real Koboshi over it, spoken to as anybody would. */
public final class Installation implements AutoCloseable {
    /** No service, so no agent; one guard that a pushed value makes fire. */
    public static final String PLAN =
            """
            listen: 127.0.0.1:0
            guards:
              high: {when: 'waiting > 5', then: [notify]}
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    public Koboshi koboshi;

    public Installation(Path folder) throws IOException {
        this.folder = folder;
        write(PLAN);
    }

    public Path file() {
        return folder.resolve("koboshi.yaml");
    }

    public void write(String plan) throws IOException {
        Files.writeString(file(), plan);
    }

    Configuration read() throws IOException {
        try {
            return Configuration.read(file());
        } catch (Problems problems) {
            throw new IOException(problems);
        }
    }

    public Installation start() throws IOException {
        koboshi = Koboshi.start(read());
        return this;
    }

    public void stop() {
        koboshi.close();
    }

    public URI address() {
        return koboshi.address();
    }

    public void push(String line) {
        ask(request("/push").POST(HttpRequest.BodyPublishers.ofString(line + "\n")));
    }

    public JsonNode get(String path) {
        return tree(ask(request(path)));
    }

    /** Asks for something without a body. */
    HttpResponse<String> asked(String method, String path) {
        return ask(request(path).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    /** Something that is written down before it is answered, under a key of its own. */
    public JsonNode post(String path, Map<String, ?> body, String... headers) {
        var request = request(path).header("Idempotency-Key", UUID.randomUUID().toString()).POST(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)));
        var answer = ask(headers.length == 0 ? request : request.headers(headers));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return tree(answer);
    }

    /** @return its offset, and why it was refused, if so */
    public JsonNode order(String verb, String on, String why) {
        return post("/api/orders", Map.of("verb", verb, "on", on, "why", why));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address().resolve(path));
    }

    private static JsonNode tree(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException trouble) {
            throw new AssertionError(trouble);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted");
        }
    }

    /** The guard called high fires and its incident is open. */
    public Installation falls() {
        push("waiting 7");
        await("the incident is open", state -> !state.path("incidents").isEmpty());
        return this;
    }

    public void await(String what, Predicate<JsonNode> condition) {
        Await.until(what, () -> condition.test(get("/api/state")));
    }

    @Override
    public void close() {
        if (koboshi != null) {
            koboshi.close();
        }
        client.close();
    }
}
