package koboshi.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rules over what {@link RehearsedLoad} brings, and Koboshi scraping itself: without it the first minutes of both go to compiling. */
final class RehearsedWatch {
    private static final int EACH = 300;
    private static final int EVALUATIONS = 36_000;
    private static final int SCRAPES = 60;
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Pattern EVALUATED = Pattern.compile("koboshi_rule_evaluations_total\\{[^}]*} ([0-9.e+]+)");
    private static final List<String> CONDITIONS = List.of(
            "sum by (host) (rate(r_requests_total{code=\"500\"}[5m])) > %d",
            "histogram_quantile(0.99, sum by (le, host) (rate(r_seconds_bucket[5m]))) > 0.%d",
            "predict_linear(r_free_bytes{host=\"h%d\"}[30m], 14400) < 0",
            "r_free_bytes{host=\"h%d\"} / 1e9 < 0.1",
            "avg_over_time(r_noise[5m]) > 0.9%d",
            "max_over_time(r_noise{host=\"h%d\"}[15m]) > 5",
            "min_over_time(r_noise{host=\"h%d\"}[10m]) < -5",
            "sum(rate(r_requests_total{code=~\"5..\"}[5m])) / sum(rate(r_requests_total[5m])) > 1%d",
            "1 - avg(rate(r_requests_total{host=\"h%d\",code=\"200\"}[5m])) > 5",
            "r_noise{host=\"h%1$d\"} > 5 or absent(r_requests_total{host=\"h%1$d\"})");

    private final Path folder;

    RehearsedWatch(Path folder) {
        this.folder = folder;
    }

    void prepare() throws IOException {
        Files.writeString(folder.resolve("targets.json"), "[]");
        Files.writeString(folder.resolve("rules.yml"), "groups:\n" + IntStream.range(0, CONDITIONS.size()).mapToObj(RehearsedWatch::group).collect(Collectors.joining()));
    }

    private static String group(int number) {
        var rules = IntStream.range(0, EACH).mapToObj(i -> rule(number, i)).collect(Collectors.joining());
        return "- name: g" + number + "\n  rules:\n" + rules;
    }

    private static String rule(int group, int number) {
        var condition = CONDITIONS.get(group).formatted(number % 10);
        return number % EACH == 0
                ? "  - record: g" + group + ":recorded\n    expr: '" + condition + "'\n"
                : "  - alert: A" + group + "_" + number + "\n    expr: '" + condition + "'\n    for: 5m\n    labels: {severity: page}\n"
                        + "    annotations: {summary: '{{ $labels.host }}: {{ $value | humanize }}'}\n";
    }

    void begin(Server server) throws IOException {
        Files.writeString(folder.resolve("targets.json"), "[{\"targets\": [\"" + server.address().getAuthority() + "\"]}]");
    }

    /** Returns once enough was evaluated and scraped to be known to the compiler, or when it takes too long. */
    void await(Server server) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < end && !(evaluated(server) >= EVALUATIONS && scraped(server) >= SCRAPES)) {
            Thread.onSpinWait();
        }
    }

    private static double evaluated(Server server) {
        return EVALUATED.matcher(server.text("/metrics")).results().mapToDouble(found -> Double.parseDouble(found.group(1))).sum();
    }

    private static double scraped(Server server) {
        return server.get("/api/v1/query?query=count_over_time(up%5B5m%5D)").at("/data/result/0/value/1").asDouble(0);
    }
}
