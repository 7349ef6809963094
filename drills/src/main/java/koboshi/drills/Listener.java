package koboshi.drills;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import koboshi.cli.Server;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Hears Koboshi's own account as it is told, and notes by our clock when each line came. */
final class Listener implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param heard by our clock; {@code line} carries Koboshi's */
    record Heard(Instant heard, JsonNode line) {
        Instant at() {
            return Instant.parse(line.path("at").asString());
        }

        String type() {
            return line.path("type").asString();
        }
    }

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Queue<Heard> account = new ConcurrentLinkedQueue<>();
    private final Thread thread;

    Listener(Server server, long after, Consumer<JsonNode> each) {
        var request = HttpRequest.newBuilder(server.address().resolve("/api/entries?after=" + after)).build();
        thread = Thread.ofVirtual().name("listener").start(() -> listen(request, each));
    }

    private void listen(HttpRequest request, Consumer<JsonNode> each) {
        try (var lines = client.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            lines.filter(line -> line.startsWith("data:")).forEach(line -> hear(JSON.readTree(line.substring(5)), each));
        } catch (IOException | UncheckedIOException _) {
            // Koboshi stopped: there is no more to hear.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear(JsonNode told, Consumer<JsonNode> each) {
        var now = Instant.now();
        if (told.has("type")) {
            account.add(new Heard(now, told));
            each.accept(told);
        }
    }

    Optional<Heard> first(Instant after, Predicate<Heard> wanted) {
        return account.stream().filter(heard -> !heard.at().isBefore(after)).filter(wanted).findFirst();
    }

    List<Heard> all(Instant after, Predicate<Heard> wanted) {
        return account.stream().filter(heard -> !heard.at().isBefore(after)).filter(wanted).toList();
    }

    @Override
    public void close() {
        thread.interrupt();
        client.shutdownNow();
    }
}
