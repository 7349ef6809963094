package koboshi.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import koboshi.app.Koboshi;
import koboshi.config.Configuration;
import koboshi.config.Problems;

/**
 * node_exporter scraped by a real Prometheus and by us, from the same {@code prometheus.yml}, and the same questions put to both.
 *
 * <p>Job {@code held} goes through {@link Relay}, so that both hold the same samples and must answer the same, bit by bit but for the order sums are added
 * up in. Job {@code node} is asked directly, at moments of each one's own: there the same series must be there, and those that do not change must agree.
 */
public final class Beside implements AutoCloseable {
    /** Sums of the same numbers in another order. */
    private static final double ROUNDING = 1e-9;

    private static final List<String> HELD = List.of(
            "{job=\"held\",__name__=~\"node_.+\"}",
            "rate(node_cpu_seconds_total{job=\"held\"}[%s])",
            "sum by (mode) (rate(node_cpu_seconds_total{job=\"held\"}[%s]))",
            "100 * (1 - avg by (instance) (irate(node_cpu_seconds_total{job=\"held\",mode=\"idle\"}[%s])))",
            "1 - node_memory_MemAvailable_bytes{job=\"held\"} / node_memory_MemTotal_bytes{job=\"held\"}",
            "increase(node_network_receive_bytes_total{job=\"held\"}[%s])",
            "topk(5, rate(node_disk_io_time_seconds_total{job=\"held\"}[%s]))",
            "deriv(node_memory_MemFree_bytes{job=\"held\"}[%s])",
            "predict_linear(node_filesystem_avail_bytes{job=\"held\"}[%s], 3600)",
            "avg_over_time(node_load1{job=\"held\"}[%s])",
            "quantile_over_time(0.9, node_memory_Cached_bytes{job=\"held\"}[%s])",
            "stddev by (job) (node_load1{job=\"held\"})",
            "changes(node_memory_MemFree_bytes{job=\"held\"}[%s])",
            "count_over_time(node_load1{job=\"held\"}[%s])",
            "count by (__name__) ({job=\"held\",__name__=~\"node_.+|go_.+|process_.+\"})",
            "sum(rate(node_netstat_Tcp_OutSegs{job=\"held\"}[%s])) / sum(rate(node_netstat_Tcp_InSegs{job=\"held\"}[%s]))",
            "label_replace(node_uname_info{job=\"held\"}, \"short\", \"$1\", \"release\", \"(\\\\d+).*\")",
            "timestamp(node_load1{job=\"held\"})");
    private static final List<String> STEADY = List.of(
            "node_uname_info{job=\"node\"}",
            "node_memory_MemTotal_bytes{job=\"node\"}",
            "node_filesystem_size_bytes{job=\"node\"}",
            "node_boot_time_seconds{job=\"node\"}",
            "go_info{job=\"node\"}",
            "count by (__name__) ({job=\"node\",__name__=~\"node_.+|go_.+|process_.+\"})",
            "up{job=~\"node|held|gone\"}",
            "scrape_samples_scraped{job=~\"node|held|gone\"}",
            "scrape_samples_post_metric_relabeling{job=~\"node|held|gone\"}",
            "count({job=\"relabelled\"}) by (__name__, kind)",
            "count by (job) ({job=~\".+\"})");

    private final Path folder;
    private final PrintStream out;
    private int values;
    private int same;
    private final Duration every;
    private final List<Process> processes = new ArrayList<>();
    private Relay relay;
    private Koboshi koboshi;
    private URI prometheus;
    private Process prometheusProcess;

    /** @param every how often both scrape */
    public Beside(PrintStream out, Duration every) throws IOException {
        this.out = out;
        this.every = every;
        folder = Files.createTempDirectory("koboshi-beside-");
    }

    /** The first program that is needed and not there, if one is not. */
    public static Optional<String> missing() {
        return List.of("prometheus", "prometheus-node-exporter").stream().filter(name -> Programs.find(name).isEmpty()).findFirst();
    }

    public void start() throws IOException, Problems {
        int exporterPort = LiveQa.freePort();
        processes.add(Programs.start(folder.resolve("exporter.log"), List.of(program("prometheus-node-exporter"), "--web.listen-address=127.0.0.1:" + exporterPort)));
        var exporter = "127.0.0.1:" + exporterPort;
        awaitAnswer(URI.create("http://" + exporter + "/metrics"));
        relay = new Relay(URI.create("http://" + exporter + "/metrics"), every.multipliedBy(3));
        var jobs = Files.writeString(folder.resolve("prometheus.yml"), jobs(exporter, relay.address()));
        int port = LiveQa.freePort();
        prometheus = URI.create("http://127.0.0.1:" + port);
        var configuration = Files.writeString(folder.resolve("koboshi.yaml"), "listen: 127.0.0.1:0\nscrapes: {all: {prometheus: prometheus.yml}}\n");
        koboshi = Koboshi.start(Configuration.read(configuration));
        prometheusProcess = Programs.start(folder.resolve("prometheus.log"), List.of(
                program("prometheus"), "--config.file=" + jobs, "--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=127.0.0.1:" + port));
        processes.add(prometheusProcess);
        awaitAnswer(prometheus.resolve("/-/ready"));
    }

    private static String program(String name) {
        return Programs.find(name).orElseThrow().toString();
    }

    private String jobs(String exporter, String held) {
        return """
                global: {scrape_interval: %1$dms, scrape_timeout: %1$dms}
                scrape_configs:
                  - job_name: node
                    static_configs: [{targets: ['%2$s'], labels: {zone: a}}]
                  - job_name: held
                    scrape_interval: %1$dms
                    static_configs: [{targets: ['%3$s']}]
                  - job_name: gone
                    static_configs: [{targets: ['127.0.0.1:1']}]
                  - job_name: relabelled
                    static_configs: [{targets: ['%2$s']}]
                    relabel_configs:
                      - {source_labels: [__address__], regex: '(.*):.*', target_label: instance, replacement: 'host $1'}
                    metric_relabel_configs:
                      - {source_labels: [__name__], regex: 'node_(cpu|memory|load).*', action: keep}
                      - {source_labels: [__name__], regex: 'node_([a-z]+)\\d?_?.*', target_label: kind}
                      - {regex: cpu, action: labeldrop}
                """.formatted(every.toMillis(), exporter, held);
    }

    private static void awaitAnswer(URI url) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        try (var client = HttpClient.newHttpClient()) {
            while (System.nanoTime() < deadline) {
                if (answers(client, url)) {
                    return;
                }
                LockSupport.parkNanos(50_000_000);
            }
        }
        throw new IOException(url + " did not answer within a minute");
    }

    private static boolean answers(HttpClient client, URI url) throws IOException {
        try {
            return client.send(HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).build(), BodyHandlers.discarding()).statusCode() == 200;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } catch (IOException _) {
            // Not up yet; asked again until the deadline.
            return false;
        }
    }

    /** Lets both scrape for a while. */
    public void run(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /**
     * Puts every question to both.
     *
     * @param over the span that is asked about; it ends a little before now, since either may hold what the other has still to ask for
     * @return what differs, by question
     */
    public Map<String, List<String>> differences(Duration over) throws IOException {
        long step = Math.max(1, every.toSeconds());
        long end = (System.currentTimeMillis() - 4 * every.toMillis()) / 1000 / step * step;
        long start = end - over.toSeconds() / step * step;
        var window = Math.max(4, every.toSeconds() * 6) + "s";
        var differences = new LinkedHashMap<String, List<String>>();
        for (var question : HELD) {
            compare(question.replace("%s", window), start, end, step, differences);
        }
        for (var question : STEADY) {
            compare(question, start, end, step, differences);
        }
        return differences;
    }

    private void compare(String question, long start, long end, long step, Map<String, List<String>> differences) throws IOException {
        var answers = new Answers(Answers.ask(koboshi.address(), question, start, end, step), Answers.ask(prometheus, question, start, end, step));
        var found = answers.differences(ROUNDING);
        if (answers.values() == 0) {
            found.add("no answer at all: the question proves nothing");
        }
        out.printf("%6d series %8d values %8d the same bit by bit %5d differ  %s%n", answers.theirs().size(), answers.values(), answers.same(), found.size(), question);
        values += answers.values();
        same += answers.same();
        if (!found.isEmpty()) {
            out.println("    " + Answers.few(found));
            differences.put(question, found);
        }
    }

    /** Processor time of Prometheus so far, and its memory. */
    void figures() throws IOException {
        var statm = Files.readString(Path.of("/proc/" + prometheusProcess.pid() + "/statm")).split(" ");
        out.printf("Prometheus: %.2f s of processor time, %d MiB resident%n",
                prometheusProcess.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0, Long.parseLong(statm[1]) * 4 / 1024);
    }

    @Override
    public void close() throws IOException {
        if (koboshi != null) {
            koboshi.close();
        }
        for (var process : processes) {
            process.destroy();
        }
        for (var process : processes) {
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        if (relay != null) {
            relay.close();
        }
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    /** @param args minutes, 10 where none are given */
    public static void main(String[] args) throws Exception {
        var missing = missing();
        if (missing.isPresent()) {
            System.err.println("needs the program " + missing.get() + ": install the packages prometheus and prometheus-node-exporter, or put them on PATH");
            System.exit(2);
        }
        var time = Duration.ofMinutes(args.length > 0 ? Long.parseLong(args[0]) : 10);
        try (var beside = new Beside(System.out, Duration.ofSeconds(5))) {
            beside.start();
            System.out.println("scraping for " + time.toMinutes() + " minutes");
            beside.run(time);
            var differences = beside.differences(time.minusSeconds(60));
            beside.figures();
            System.out.println(differences.isEmpty() ? "no difference" : differences.size() + " questions were answered differently");
            System.out.printf("{\"minutes\":%d,\"values\":%d,\"same\":%d,\"questions\":%d,\"different\":%d}%n", time.toMinutes(), beside.values, beside.same,
                    HELD.size() + STEADY.size(), differences.size());
            System.exit(differences.isEmpty() ? 0 : 1);
        }
    }
}
