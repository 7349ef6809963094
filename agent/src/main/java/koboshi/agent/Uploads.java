package koboshi.agent;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import koboshi.agent.fact.EvidenceFolder;

/** Brings evidence to the server, in its own time; what does not arrive is tried again. */
final class Uploads {
    private static final long AGAIN_SECONDS = 5;
    private static final Duration PUT_WITHIN = Duration.ofSeconds(20);

    private final Duration within;
    private final Options options;
    private final HttpClient http;
    private final EvidenceFolder evidence;
    private final Consumer<String> log;
    private final Semaphore news = new Semaphore(1);

    Uploads(Options options, HttpClient http, EvidenceFolder evidence, Consumer<String> log) {
        this(options, http, evidence, log, PUT_WITHIN);
    }

    /** @param within how long one piece may take, its answer included */
    Uploads(Options options, HttpClient http, EvidenceFolder evidence, Consumer<String> log, Duration within) {
        this.within = within;
        this.options = options;
        this.http = http;
        this.evidence = evidence;
        this.log = log;
    }

    void begin() {
        evidence.whenKept(news::release);
        Thread.ofVirtual().name("uploads").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                news.tryAcquire(AGAIN_SECONDS, TimeUnit.SECONDS);
                news.drainPermits();
                uploadAll();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void uploadAll() throws InterruptedException {
        try {
            for (var file : evidence.waiting()) {
                upload(file);
            }
        } catch (IOException _) {
            // The server is away, of which the link tells once; the files wait.
        }
    }

    private void upload(Path file) throws IOException, InterruptedException {
        if (!Files.exists(file)) {
            evidence.settled(file);
            return;
        }
        var request = HttpRequest.newBuilder(options.evidence(file.getFileName().toString()))
                .header("Authorization", options.authorization())
                .timeout(within)
                .PUT(HttpRequest.BodyPublishers.ofFile(file))
                .build();
        int status = Exchange.within(within, http, request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status / 100 == 2) {
            evidence.settled(file);
        } else if (status == 400 || status == 413) {
            log.accept("evidence " + file.getFileName() + " was refused for good: " + status);
            evidence.settled(file);
        } else {
            throw new IOException("status " + status);
        }
    }
}
