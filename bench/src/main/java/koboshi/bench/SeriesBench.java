package koboshi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import koboshi.bench.SeriesServer.Kind;
import tools.jackson.databind.json.JsonMapper;

/** The same load and the same questions for Koboshi, Prometheus and VictoriaMetrics, one after the other; one table, and one line of JSON. */
public final class SeriesBench {
    /** What the kit's own notes say of a load that ends there. */
    private static final long PROBED_END = 1_795_230_855;

    private static final long PROBED_AT = 1_795_230_000;
    private static final String PROBE = "sum(rate(http_requests_total{job=\"svc-0\",code=\"200\"}[5m]))";
    private static final double PROBED = 64.81754385964915;
    private static final Pattern VALUE = Pattern.compile("\"value\":\\[[0-9.]+,\"([^\"]+)\"");

    private final Path scratch;
    private final Kit kit;
    private final boolean small;
    private final boolean alone;
    private final long end;
    private final Map<Kind, Map<String, Double>> figures = new EnumMap<>(Kind.class);
    private final List<String> rows = new ArrayList<>();

    private SeriesBench(Path scratch, boolean small, boolean alone, long end) {
        this.scratch = scratch;
        this.alone = alone;
        this.kit = new Kit(scratch);
        this.small = small;
        this.end = end;
    }

    /** Arguments: the scratch folder with the kit and the packages, the end of the load in seconds, and --small, --growth or --alone. */
    public static void main(String... args) throws Exception {
        var options = List.of(args).subList(2, args.length);
        var bench = new SeriesBench(Path.of(args[0]), options.contains("--small"), options.contains("--alone"), Long.parseLong(args[1]) / 15 * 15);
        System.out.println(Machine.words());
        if (options.contains("--growth")) {
            bench.growth();
        } else {
            bench.sideBySide();
        }
        bench.print();
    }

    private List<Kind> there() {
        return List.of(Kind.values()).stream().filter(kind -> kind == Kind.KOBOSHI || !alone && Files.isExecutable(kind == Kind.PROMETHEUS
                ? programs().resolve("prometheus") : programs().resolve("victoria-metrics"))).toList();
    }

    private Path programs() {
        return scratch.resolve("pkg/usr/bin");
    }

    private void sideBySide() throws Exception {
        var usual = kit.load(small ? "small.bin" : "rw.bin", small ? 20 : 100, small ? 300 : 2880, end);
        var many = kit.load(small ? "small-many.bin" : "rw200k.bin", small ? 50 : 2000, 40, end);
        for (var kind : there()) {
            usual(kind, usual);
            many(kind, many);
        }
    }

    /** 10,000 series for half a day: taking them in, what they take on disk, and asking. */
    private void usual(Kind kind, Path load) throws Exception {
        var folder = scratch.resolve(kind + "-usual");
        double samples;
        try (var server = SeriesServer.start(kind, programs(), folder)) {
            say(kind, "10,000 series");
            var replay = kit.replay(load, server);
            note(kind, "10k series: samples per CPU second", replay.get("samplesPerCpuSec"));
            note(kind, "10k series: RSS MB after", server.megabytes("VmRSS"));
            note(kind, "10k series: RSS MB most", server.megabytes("VmHWM"));
            samples = replay.get("samples");
            server.settle();
            probe(server);
            say(kind, "queries");
            var queries = small ? new SeriesQueries(end - 255, 1, 1, 1) : new SeriesQueries(end - 255, 5, kind.warmUps(), 20);
            queries.ask(server).forEach((name, cost) -> {
                note(kind, name + ": CPU ms cold", cost.cold());
                note(kind, name + ": CPU ms warm", cost.warm());
            });
        }
        note(kind, "bytes a sample on disk", SeriesServer.settledBytes(kind, folder) / samples);
        remove(folder);
    }

    private void probe(SeriesServer server) throws Exception {
        long at = end == PROBED_END ? PROBED_AT : end - 600;
        var found = VALUE.matcher(SeriesQueries.instant(server, PROBE, at));
        double value = found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
        note(server.kind(), "probe: a sum of rates", value);
        if (end == PROBED_END && !small && server.kind() != Kind.VICTORIAMETRICS && !(Math.abs(value - PROBED) < 1e-9)) {
            say(server.kind(), "WRONG ANSWER: " + value + " where " + PROBED + " is right");
        }
    }

    /** 200,000 series at once: what they take, and how long a restart takes. */
    private void many(Kind kind, Path load) throws Exception {
        var folder = scratch.resolve(kind + "-many");
        say(kind, "200,000 series");
        try (var server = SeriesServer.start(kind, programs(), folder)) {
            note(kind, "200k series: samples per CPU second", kit.replay(load, server).get("samplesPerCpuSec"));
            TimeUnit.SECONDS.sleep(5);
            note(kind, "200k series: RSS MB settled", server.megabytes("VmRSS"));
            note(kind, "200k series: RSS MB most", server.megabytes("VmHWM"));
        }
        long before = System.nanoTime();
        try (var server = SeriesServer.start(kind, programs(), folder)) {
            note(kind, "200k series: restart s", (System.nanoTime() - before) / 1e9);
            note(kind, "200k series: restart CPU s", server.cpuSeconds());
        }
        remove(folder);
    }

    /** How the figures change with the number of series, and with the span that is kept. */
    private void growth() throws Exception {
        for (int series : small ? new int[] {1_000, 2_000} : new int[] {10_000, 100_000, 1_000_000}) {
            grown(series + " series x 1 h", series / 100, small ? 20 : 240);
        }
        for (int days : small ? new int[] {} : new int[] {1, 7, 30}) {
            grown("1,000 series x " + days + " d", 10, days * 5760);
        }
    }

    private void grown(String what, int instances, int steps) throws Exception {
        var load = kit.load("growth.bin", instances, steps, end);
        for (var kind : there()) {
            say(kind, what);
            var folder = scratch.resolve(kind + "-growth");
            double samples;
            try (var server = SeriesServer.start(kind, programs(), folder)) {
                var replay = kit.replay(load, server);
                note(kind, what + ": samples per CPU second", replay.get("samplesPerCpuSec"));
                note(kind, what + ": RSS MB most", server.megabytes("VmHWM"));
                samples = replay.get("samples");
                server.settle();
                double cpu = server.cpuSeconds();
                SeriesQueries.instant(server, "sum by (job) (rate(http_requests_total{zone=\"zone-1\"}[5m]))", end - 255);
                note(kind, what + ": a query's CPU ms, cold", (server.cpuSeconds() - cpu) * 1000);
            }
            note(kind, what + ": bytes a sample", SeriesServer.settledBytes(kind, folder) / samples);
            remove(folder);
        }
        Files.delete(load);
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void say(Kind kind, String what) throws IOException {
        System.err.println("bench: " + kind.name().toLowerCase(Locale.ROOT) + ": " + what + " (load " + Machine.load() + ")");
    }

    private void note(Kind kind, String row, double value) {
        if (!rows.contains(row)) {
            rows.add(row);
        }
        figures.computeIfAbsent(kind, _ -> new LinkedHashMap<>()).put(row, value);
    }

    private void print() throws IOException {
        var kinds = there();
        System.out.printf("%-44s", "load average at the end " + Machine.load().split(" ")[0]);
        kinds.forEach(kind -> System.out.printf("%18s", kind.name().toLowerCase(Locale.ROOT)));
        System.out.println();
        for (var row : rows) {
            System.out.printf("%-44s", row);
            kinds.forEach(kind -> System.out.printf("%18s", shown(figures.get(kind).getOrDefault(row, Double.NaN))));
            System.out.println();
        }
        var all = new LinkedHashMap<String, Object>();
        all.put("bench", "metrics");
        all.put("small", small);
        figures.forEach((kind, values) -> all.put(kind.name().toLowerCase(Locale.ROOT), values));
        System.out.println(JsonMapper.builder().build().writeValueAsString(all));
    }

    private static String shown(double value) {
        return value >= 1000 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
    }
}
