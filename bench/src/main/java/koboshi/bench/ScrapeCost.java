package koboshi.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import koboshi.bench.SeriesServer.Kind;

/** What scraping ten thousand series a second costs, Prometheus and us in turn, each alone: ten targets of a thousand series whose values move. */
public final class ScrapeCost {
    private static final int TARGETS = 10;
    private static final int SERIES = 1000;
    private static final int SPANS = 3;

    private final HttpServer server;
    private final AtomicLong asked = new AtomicLong();

    private ScrapeCost() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newFixedThreadPool(2));
        server.createContext("/", exchange -> {
            try (exchange) {
                var bytes = text(asked.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
    }

    /** A third are whole numbers, and one in ten stands still. */
    private static String text(long turn) {
        var text = new StringBuilder("# HELP http_requests_total Requests.\n# TYPE http_requests_total counter\n");
        for (int i = 0; i < SERIES; i++) {
            text.append("http_requests_total{handler=\"/api/v1/things/").append(i / 10).append("\",method=\"get\",code=\"").append(200 + i % 10).append("\"} ");
            text.append(i % 10 == 0 ? "17" : i % 3 == 0 ? Long.toString(turn * i) : Double.toString(turn * i / 7.0)).append('\n');
        }
        return text.toString();
    }

    private String jobs() {
        var target = "'127.0.0.1:" + server.getAddress().getPort() + "'";
        return IntStream.range(0, TARGETS).mapToObj(i -> "  - {job_name: job-" + i + ", static_configs: [{targets: [" + target + "]}]}\n")
                .collect(Collectors.joining("", "global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n", ""));
    }

    private void measure(Kind kind, int seconds) throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("koboshi-scrape-");
        try (var measured = SeriesServer.start(kind, Programs.find("prometheus").orElseThrow().getParent(), folder)) {
            Files.writeString(folder.resolve("prometheus.yml"), jobs());
            if (kind == Kind.PROMETHEUS) {
                new ProcessBuilder("kill", "-HUP", Long.toString(measured.pid())).start().waitFor();
            } else {
                Files.writeString(folder.resolve("koboshi.yaml"), "metrics: {keep: 36500d}\nscrapes: {all: {prometheus: prometheus.yml}}\n");
            }
            for (int span = 1; span <= SPANS; span++) {
                tell(kind, measured, span, seconds);
            }
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
            }
        }
    }

    private void tell(Kind kind, SeriesServer measured, int span, int seconds) throws IOException, InterruptedException {
        double cpu = measured.cpuSeconds();
        long before = asked.get();
        TimeUnit.SECONDS.sleep(seconds);
        double spent = measured.cpuSeconds() - cpu;
        long samples = (asked.get() - before) * SERIES;
        System.out.printf("%-12s span %d %6.2f us of processor time a sample, %6.1f MiB resident, %d samples%n", kind, span, spent * 1e6 / samples, measured.megabytes("VmRSS"), samples);
        System.out.printf("{\"server\":\"%s\",\"span\":%d,\"us\":%.3f,\"mib\":%.1f,\"samples\":%d}%n", kind, span, spent * 1e6 / samples, measured.megabytes("VmRSS"), samples);
    }

    /** @param args seconds of each of three spans, in the first of which ours is compiled; 60 where none are given */
    public static void main(String[] args) throws Exception {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 60;
        var cost = new ScrapeCost();
        System.out.println(Machine.words());
        cost.measure(Kind.PROMETHEUS, seconds);
        cost.measure(Kind.KOBOSHI, seconds);
        System.exit(0);
    }
}
