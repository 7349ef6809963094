package koboshi.bench;

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
import java.util.concurrent.atomic.AtomicInteger;
import koboshi.agent.link.Json;
import koboshi.drill.Ledger;
import koboshi.drill.Request;
import tools.jackson.core.JacksonException;

/** A user of live-qa who asks all the time, whatever became of the question before: the same open loop as the drills', for any guard. */
final class OutsideClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final List<String> QUESTIONS = List.of("保育料はどうなりますか", "防災の取り組みを教えてください", "バスの本数は増えますか");

    private final LiveQa service;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final Queue<Request> ledger = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("client").factory());
    private final AtomicInteger asked = new AtomicInteger();

    OutsideClient(LiveQa service) {
        this.service = service;
    }

    void start(Duration every) {
        beat.scheduleAtFixedRate(() -> Thread.ofVirtual().start(this::ask), 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask() {
        var sent = Instant.now();
        long began = System.nanoTime();
        boolean answered = answers();
        ledger.add(new Request(sent, Duration.ofNanos(System.nanoTime() - began), answered));
    }

    /** Whether one question is answered now. */
    boolean answers() {
        try {
            var question = QUESTIONS.get(Math.floorMod(asked.getAndIncrement(), QUESTIONS.size()));
            var body = Json.mapper().writeValueAsString(Map.of("author", "client", "text", question, "channel", "probe"));
            var accepted = send(HttpRequest.newBuilder(URI.create(service.url("/questions")))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
            if (accepted.statusCode() != 202) {
                return false;
            }
            var id = Json.mapper().readTree(accepted.body()).path("id").asString();
            var heard = send(HttpRequest.newBuilder(URI.create(service.url("/questions/" + id + "?wait=1500ms"))));
            return heard.statusCode() == 200 && Json.mapper().readTree(heard.body()).path("status").asString().equals("answered");
        } catch (IOException | JacksonException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean healthy() {
        try {
            return send(HttpRequest.newBuilder(URI.create(service.url("/health")))).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void inject(String fault) throws IOException, InterruptedException {
        try {
            send(HttpRequest.newBuilder(URI.create(service.fault("/faults/" + fault))).POST(HttpRequest.BodyPublishers.noBody()));
        } catch (IOException gone) {
            if (!fault.equals("crash")) {
                throw gone;
            }
            // Whoever crashes does not answer.
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }

    Ledger ledger() {
        return new Ledger(List.copyOf(ledger));
    }

    @Override
    public void close() {
        beat.shutdownNow();
        client.shutdownNow();
    }
}
