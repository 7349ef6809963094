package koboshi.agent;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import koboshi.agent.keep.Wards;
import koboshi.agent.tail.Tails;

/** Brings what services log to the server, in its own time; while the server is away the files themselves wait. */
final class LogUploads {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration AWAY = Duration.ofSeconds(5);
    private static final Duration POST_WITHIN = Duration.ofSeconds(20);
    private static final int LARGEST_REFUSAL = 64 << 10;

    private final Options options;
    private final HttpClient http;
    private final Wards wards;
    private final Consumer<String> log;
    private final Tails tails;
    private String lastRefusal = "";

    LogUploads(Options options, HttpClient http, Wards wards, Consumer<String> log) {
        this.options = options;
        this.http = http;
        this.wards = wards;
        this.log = log;
        this.tails = new Tails(options.state(), this::post, log, InstantSource.system());
    }

    void begin() {
        Thread.ofVirtual().name("logs").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(round());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration round() throws InterruptedException {
        try {
            tails.follow(wards.logs());
            return tails.bring() ? Duration.ofMillis(50) : EVERY;
        } catch (IOException _) {
            // The server is away, of which the link tells once; the files wait.
            return AWAY;
        } catch (RuntimeException trouble) {
            log.accept("logs: " + trouble);
            return AWAY;
        }
    }

    /** What is refused for good, such as lines that are too old, would be refused again. */
    private void post(String service, byte[] records) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(options.logs(service))
                .header("Authorization", options.authorization())
                .header("Content-Type", "application/x-ndjson")
                .timeout(POST_WITHIN)
                .POST(HttpRequest.BodyPublishers.ofByteArray(records))
                .build();
        var answer = Exchange.within(POST_WITHIN, http, request, LogUploads::taken);
        if (refuses(answer.statusCode())) {
            if (!lastRefusal.equals(answer.body())) {
                log.accept("lines of " + service + " were refused for good: " + answer.body());
            }
            lastRefusal = answer.body();
        } else if (answer.statusCode() / 100 != 2) {
            throw new IOException("status " + answer.statusCode());
        }
    }

    private static boolean refuses(int status) {
        return status == 400 || status == 413;
    }

    private static HttpResponse.BodySubscriber<String> taken(HttpResponse.ResponseInfo info) {
        return refuses(info.statusCode())
                ? HttpResponse.BodySubscribers.limiting(HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8), LARGEST_REFUSAL)
                : HttpResponse.BodySubscribers.replacing("");
    }
}
