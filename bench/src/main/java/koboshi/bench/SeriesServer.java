package koboshi.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One server of series, running in a folder of its own. Whoever starts it closes it. */
final class SeriesServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** One sender brings more in a second than a server takes of one unless told otherwise. */
    private static final String SETTINGS = "metrics: {keep: 36500d}\nsenders: {samples: 0, bytes: 1GiB}\n";

    /** Which one, as it comes out of its package. */
    enum Kind {
        PROMETHEUS,
        VICTORIAMETRICS,
        KOBOSHI;

        List<String> command(Path programs, Path folder, int port) {
            var here = "127.0.0.1:" + port;
            return switch (this) {
                case PROMETHEUS -> List.of(programs.resolve("prometheus").toString(), "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=" + here, "--web.enable-remote-write-receiver",
                        "--web.enable-admin-api", "--storage.tsdb.retention.time=10y");
                case VICTORIAMETRICS -> List.of(programs.resolve("victoria-metrics").toString(), "-storageDataPath=" + folder.resolve("data"),
                        "-httpListenAddr=" + here, "-retentionPeriod=100y");
                case KOBOSHI -> List.of(Path.of(System.getenv("KOBOSHI_HOME"), "koboshi").toString(), "up", folder.resolve("koboshi.yaml").toString(),
                        "--listen", here, "--state", folder.resolve("data").toString());
            };
        }

        private String ready() {
            return this == VICTORIAMETRICS ? "/health" : "/-/ready";
        }

        /** Only ours is compiled while it runs. */
        int warmUps() {
            return this == KOBOSHI ? 200 : 20;
        }

        /** VictoriaMetrics remembers answers; the others do not. */
        String noCache() {
            return this == VICTORIAMETRICS ? "&nocache=1" : "";
        }
    }

    private final Kind kind;
    private final Path folder;
    private final Process process;
    private final int port;

    private SeriesServer(Kind kind, Path folder, Process process, int port) {
        this.kind = kind;
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /** Returns once it answers that it is ready. */
    static SeriesServer start(Kind kind, Path programs, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("prometheus.yml"), "global: {scrape_interval: 15s}\n");
        Files.writeString(folder.resolve("koboshi.yaml"), SETTINGS);
        int port = LiveQa.freePort();
        var process = new ProcessBuilder(kind.command(programs, folder, port))
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile())).start();
        var server = new SeriesServer(kind, folder, process, port);
        server.awaitReady();
        return server;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!ready()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                close();
                throw new IOException(kind + " did not start: " + Files.readString(folder.resolve("log")));
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private boolean ready() throws InterruptedException {
        try {
            return send("GET", kind.ready()).statusCode() == 200;
        } catch (IOException _) {
            // Nobody listens yet.
            return false;
        }
    }

    Kind kind() {
        return kind;
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    long pid() {
        return process.pid();
    }

    String get(String path) throws IOException, InterruptedException {
        var answer = send("GET", path);
        if (answer.statusCode() != 200) {
            throw new IOException(kind + " answers " + answer.statusCode() + " to " + path + ": " + answer.body());
        }
        return answer.body();
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(URI.create(address() + path)).method(method, HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Has it evaluate Prometheus's rule files from now on. */
    void follow(Path rules) throws IOException, InterruptedException {
        switch (kind) {
            case PROMETHEUS -> {
                Files.writeString(folder.resolve("prometheus.yml"), "global: {scrape_interval: 15s}\nrule_files: ['" + rules + "']\n");
                new ProcessBuilder("kill", "-HUP", Long.toString(pid())).start().waitFor();
            }
            case KOBOSHI -> Files.writeString(folder.resolve("koboshi.yaml"), SETTINGS + "rules: ['" + rules + "']\n");
            case VICTORIAMETRICS -> throw new IllegalArgumentException("VictoriaMetrics has another program for rules");
        }
    }

    /** Has everything brought to where it stays. What VictoriaMetrics still holds in memory is there once it has stopped. */
    void settle() throws IOException, InterruptedException {
        switch (kind) {
            case PROMETHEUS -> send("POST", "/api/v1/admin/tsdb/snapshot");
            case VICTORIAMETRICS -> send("GET", "/internal/force_flush");
            case KOBOSHI -> send("POST", "/api/series/flush");
        }
    }

    /** Bytes of the samples, once it has settled and stopped; Prometheus's log, which it will not need, is not counted. */
    static long settledBytes(Kind kind, Path folder) throws IOException {
        return bytes(folder.resolve(switch (kind) {
            case PROMETHEUS -> "data/snapshots";
            case VICTORIAMETRICS -> "data";
            case KOBOSHI -> "data/series";
        }));
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    double cpuSeconds() throws IOException {
        var text = Files.readString(Path.of("/proc/" + pid() + "/stat"));
        var fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    /** @param key VmRSS or VmHWM */
    double megabytes(String key) throws IOException {
        var line = Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream().filter(one -> one.startsWith(key + ":")).findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll("\\D+", "")) / 1024.0;
    }

    /** Stops it as an operator would, and waits for its end. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
