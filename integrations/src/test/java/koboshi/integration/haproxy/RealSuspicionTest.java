package koboshi.integration.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real HAProxy counts is enough to suspect the right server. */
final class RealSuspicionTest {
    private static final long BETWEEN_VISITS_NANOS = 8_000_000;
    private static final int VISITS_PER_LOOK = 12;

    private final ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private Watchfulness watchfulness = Watchfulness.by(Norms.USUAL);

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        client.shutdownNow();
        visitors.shutdownNow();
    }

    /** Some 120 requests a second over two servers; one of them stops answering and keeps its connections. */
    @Test
    void aServerThatHangsIsSuspectedAndItsSiblingIsNot() throws Exception {
        try (var s1 = new Backend("s1"); var s2 = new Backend("s2"); var haproxy = RealHaproxy.start(folder, "backend web\n" + s1.line() + s2.line())) {
            looks(haproxy, 30);
            s2.silent = true;
            var found = looksUntil(haproxy, 50, one -> one.reason() instanceof Suspected.Reason.Sessions);
            assertThat(found).extracting(one -> one.server().key()).containsOnly("web/s2");
        }
    }

    @Test
    void aServerThatAnswersWithErrorsIsSuspected() throws Exception {
        try (var s1 = new Backend("s1"); var s2 = new Backend("s2"); var haproxy = RealHaproxy.start(folder, "backend web\n" + s1.line() + s2.line())) {
            looks(haproxy, 10);
            s1.status = 500;
            var found = looksUntil(haproxy, 50, one -> one.reason() instanceof Suspected.Reason.Errors);
            assertThat(found).extracting(one -> one.server().key()).containsOnly("web/s1");
        }
    }

    private List<Suspected> looksUntil(RealHaproxy haproxy, int most, Predicate<Suspected> reason) throws Exception {
        var found = new ArrayList<Suspected>();
        for (int i = 0; i < most && found.isEmpty(); i++) {
            found.addAll(looks(haproxy, 1).stream().filter(reason).toList());
        }
        return found;
    }

    /** @return all that was suspected while visitors came at their pace */
    private List<Suspected> looks(RealHaproxy haproxy, int times) throws Exception {
        var api = new RuntimeApi(haproxy.socket("admin"), Duration.ofSeconds(5));
        var found = new ArrayList<Suspected>();
        for (int look = 0; look < times; look++) {
            for (int visit = 0; visit < VISITS_PER_LOOK; visit++) {
                visitors.submit(() -> haproxy.visit(client));
                LockSupport.parkNanos(BETWEEN_VISITS_NANOS);
            }
            var step = watchfulness.see(api.servers(Optional.of("web")), Instant.now());
            watchfulness = step.then();
            found.addAll(step.suspected());
        }
        return found;
    }
}
