package koboshi.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import koboshi.series.Buckets;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.store.Await;
import koboshi.wire.WriteRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus and a real VictoriaMetrics are written to and asked. */
class RealServersTest {
    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private Process server;
    private int port;
    private Installation house;

    /** As it comes out of its package. */
    enum Kind {
        PROMETHEUS("prometheus"),
        VICTORIAMETRICS("victoria-metrics");

        private final String program;

        Kind(String program) {
            this.program = program;
        }

        List<String> command(Path found, Path folder, int port) {
            return switch (this) {
                case PROMETHEUS -> List.of(found.toString(), "--config.file=" + folder.resolve("prometheus.yml"), "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port, "--web.enable-remote-write-receiver", "--enable-feature=native-histograms");
                case VICTORIAMETRICS -> List.of(found.toString(), "-storageDataPath=" + folder.resolve("data"), "-httpListenAddr=127.0.0.1:" + port);
            };
        }
    }

    private void start(Kind kind) throws IOException {
        var found = Stream.of(System.getenv("PATH").split(":"))
                .map(place -> Path.of(place, kind.program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> Assumptions.abort("needs the package " + kind.program));
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        run(kind, found);
    }

    private void run(Kind kind, Path program) throws IOException {
        var own = Files.createDirectories(folder.resolve(kind.name()));
        Files.writeString(own.resolve("prometheus.yml"), "global: {scrape_interval: 15s}\n");
        server = new ProcessBuilder(kind.command(program, own, port)).redirectErrorStream(true).redirectOutput(own.resolve("log").toFile()).start();
        Await.until("it is ready", () -> status("/health") == 200 || status("/-/ready") == 200);
    }

    private int status(String path) {
        try {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException _) {
            // Nobody listens yet.
            return 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    @AfterEach
    void stop() {
        if (house != null) {
            house.close();
        }
        if (server != null) {
            server.destroyForcibly();
        }
        client.close();
    }

    private Installation house(String plan) throws IOException {
        house = new Installation(folder);
        house.write("listen: 127.0.0.1:0\n" + plan);
        return house.start();
    }

    private JsonNode asked(String query) {
        try {
            var url = "http://127.0.0.1:" + port + "/api/v1/query?nocache=1&query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
            var body = client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()).body();
            return JsonMapper.shared().readTree(body).at("/data/result");
        } catch (IOException trouble) {
            throw new AssertionError(trouble);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted");
        }
    }

    private String remoteWrite() {
        return "remote_write: {url: 'http://127.0.0.1:" + port + "/api/v1/write', name: there, native_histograms: true}\n";
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatIsTakenHereArrivesThereAlsoAfterItWasAway(Kind kind) throws Exception {
        start(kind);
        var program = Path.of(server.info().command().orElseThrow());
        house(remoteWrite()).push("waiting{desk=\"a\"} 7");
        Await.until("it arrived", () -> asked("waiting").at("/0/value/1").asString("").equals("7"));
        server.destroyForcibly().waitFor();
        house.push("waiting{desk=\"b\"} 8");
        house.stop();
        house.start();
        run(kind, program);
        Await.until("the rest arrived", () -> asked("waiting{desk=\"b\"}").at("/0/value/1").asString("").equals("8"));
        assertThat(asked("waiting")).hasSizeBetween(1, 2);
    }

    /** VictoriaMetrics passes them over, which must cost it none of the numbers. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void nativeHistogramsArriveWhereTheyAreUnderstoodAndHarmNobodyElsewhere(Kind kind) throws Exception {
        start(kind);
        house(remoteWrite());
        long now = System.currentTimeMillis();
        var written = new WriteRequest();
        written.histogram(Labels.of("__name__", "took_seconds", "desk", "a"), now, Histogram.exponential(3, 5, 12.5, Buckets.run(-1, 2, 0, 3)));
        written.sample(Labels.of("__name__", "waiting", "desk", "a"), now, 7);
        write(written);
        Await.until("the number arrived", () -> asked("waiting").at("/0/value/1").asString("").equals("7"));
        if (kind == Kind.PROMETHEUS) {
            Await.until("the histogram arrived", () -> asked("histogram_count(took_seconds)").at("/0/value/1").asString("").equals("5"));
            assertThat(asked("histogram_sum(took_seconds)").at("/0/value/1").asString("")).isEqualTo("12.5");
            assertThat(asked("histogram_quantile(0.1, took_seconds)").at("/0/value/1").asDouble()).isBetween(0.84, 0.92);
        }
    }

    private void write(WriteRequest message) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(house.address().resolve("/api/v1/write")).header("Content-Type", "application/x-protobuf").header("Content-Encoding", "snappy")
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.packed())).build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void guardsAndRulesAskThere(Kind kind) throws Exception {
        start(kind);
        Files.writeString(folder.resolve("rules.yml"), """
                groups:
                  - name: g
                    interval: 1s
                    rules:
                      - {record: waiting:double, expr: waiting * 2}
                      - {alert: Crowded, expr: 'sum by (desk) (waiting) > 5'}
                """);
        var plan = "source: {prometheus: 'http://127.0.0.1:" + port + "'}\n" + remoteWrite();
        house(plan + "rules: [rules.yml]\nguards: {high: {when: 'max_over_time(waiting[10s]) > 5', then: [notify]}}\n").push("waiting{desk=\"a\"} 7");
        Await.until("it was recorded", () -> !asked("waiting:double").isEmpty());
        assertThat(asked("waiting:double").at("/0/value/1").asString("")).isEqualTo("14");
        Await.until("the alert fires", () -> house.get("/api/v1/alerts").at("/data/alerts/0/state").asString("").equals("firing"));
        house.await("the guard fires", state -> state.toString().contains("\"high"));
    }
}
