package koboshi.drills;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import koboshi.drill.Ledger;
import koboshi.drill.Request;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A user of live-qa who asks all the time, whatever happened to the question before, and writes down every answer that did not come.
 *
 * <p>An open loop: a client that waits for one answer before it asks again would not notice how much it missed.
 */
final class OutsideClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> QUESTIONS = List.of("保育料はどうなりますか", "防災の取り組みを教えてください", "バスの本数は増えますか");

    private final LiveQaService service;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final Queue<Request> ledger = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("client").factory());
    private int asked;

    OutsideClient(LiveQaService service) {
        this.service = service;
    }

    void start(Duration every) {
        beat.scheduleAtFixedRate(() -> Thread.ofVirtual().start(this::ask), 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask() {
        var sent = Instant.now();
        long began = System.nanoTime();
        boolean answered = answered(QUESTIONS.get(Math.floorMod(asked++, QUESTIONS.size())));
        ledger.add(new Request(sent, Duration.ofNanos(System.nanoTime() - began), answered));
    }

    private boolean answered(String question) {
        try {
            var body = JSON.writeValueAsString(Map.of("author", "client", "text", question, "channel", "probe"));
            var accepted = send(HttpRequest.newBuilder(URI.create(service.url("/questions")))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
            if (accepted.statusCode() != 202) {
                return false;
            }
            var id = JSON.readTree(accepted.body()).path("id").asString();
            var heard = send(HttpRequest.newBuilder(URI.create(service.url("/questions/" + id + "?wait=1500ms"))));
            return heard.statusCode() == 200 && JSON.readTree(heard.body()).path("status").asString().equals("answered");
        } catch (IOException | JacksonException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Knocks the service over. */
    void inject(String fault) throws IOException, InterruptedException {
        try {
            send(HttpRequest.newBuilder(URI.create(service.fault("/faults/" + fault))).POST(HttpRequest.BodyPublishers.noBody()));
        } catch (IOException gone) {
            if (!fault.startsWith("crash")) {
                throw gone;
            }
            // Whoever crashes does not answer.
        }
    }

    Ledger ledger() {
        return new Ledger(List.copyOf(ledger));
    }

    /** Asks no more; answers to what was asked still come into the ledger. */
    void rest() {
        beat.shutdownNow();
    }

    @Override
    public void close() {
        beat.shutdownNow();
        client.shutdownNow();
    }
}
