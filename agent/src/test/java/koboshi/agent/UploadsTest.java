package koboshi.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import koboshi.agent.fact.EvidenceFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
    /** An answer that began and never ended held up all evidence behind it, for good. */
    @Test
    void anAnswerThatNeverEndsHoldsUpNothing(@TempDir Path folder) throws Exception {
        var asked = new AtomicInteger();
        var over = new CountDownLatch(1);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (asked.incrementAndGet() == 1) {
                exchange.sendResponseHeaders(200, 1_000_000);
                exchange.getResponseBody().flush();
                awaitQuietly(over);
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try (var http = HttpClient.newHttpClient()) {
            var evidence = new EvidenceFolder(folder.resolve("evidence"));
            evidence.keep("log", "what was said");
            var token = Files.writeString(folder.resolve("token"), "secret");
            var options = Options.parse("--server", "ws://127.0.0.1:" + server.getAddress().getPort() + "/agent", "--id", "local", "--state", folder.toString(),
                    "--token-file", token.toString());
            new Uploads(options, http, evidence, _ -> {}, Duration.ofMillis(300)).begin();
            Await.until("it is brought at the second attempt", () -> nothingWaits(evidence));
            assertThat(asked.get()).isEqualTo(2);
            http.shutdownNow();
        } finally {
            over.countDown();
            server.stop(0);
        }
    }

    private static boolean nothingWaits(EvidenceFolder evidence) {
        try {
            return evidence.waiting().isEmpty();
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
