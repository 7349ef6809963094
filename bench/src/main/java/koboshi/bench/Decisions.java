package koboshi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import koboshi.agent.link.Json;
import tools.jackson.databind.JsonNode;

/** JMH's figures of the decisions as a table and one line of JSON. */
final class Decisions {
    private static final double TO_REACH_NANOS = 2000;

    private Decisions() {}

    /** @param town what it was measured among: services that are well, or rules of which some fire */
    private record Figure(String event, Map<String, Object> town, double wallNanos, double cpuNanos) {
        Map<String, Object> line() {
            var line = new LinkedHashMap<String, Object>();
            line.put("event", event);
            line.putAll(town);
            line.put("wall_us", Figures.rounded(wallNanos / 1e3));
            line.put("cpu_us", Figures.rounded(cpuNanos / 1e3));
            line.put("reached", cpuNanos <= TO_REACH_NANOS);
            return line;
        }
    }

    /** A file that JMH wrote with -rf json. */
    public static void main(String... args) throws IOException {
        var lines = read(Path.of(args[0])).stream().map(Figure::line).toList();
        System.out.printf("%-13s %9s %7s %7s %10s %10s   at most %.0f us%n", "event", "services", "guards", "firing", "wall us", "CPU us", TO_REACH_NANOS / 1e3);
        lines.forEach(line -> System.out.printf(Locale.ROOT, "%-13s %9s %7s %7s %10.3f %10.3f   %s%n", line.get("event"), line.get("services"),
                line.get("guards"), line.get("firing"), line.get("wall_us"), line.get("cpu_us"), line.get("reached").equals(true) ? "reached" : "missed"));
        var whole = new LinkedHashMap<String, Object>();
        whole.put("bench", "decision");
        whole.put("load_average", Machine.load());
        whole.put("results", lines);
        System.out.println(Json.mapper().writeValueAsString(whole));
    }

    private static List<Figure> read(Path file) throws IOException {
        var figures = new ArrayList<Figure>();
        Json.mapper().readTree(Files.readString(file)).forEach(benchmark -> {
            var name = benchmark.path("benchmark").asString();
            figures.add(new Figure(
                    name.substring(name.lastIndexOf('.') + 1),
                    town(benchmark.path("params")),
                    middle(benchmark.path("primaryMetric")),
                    middle(benchmark.path("secondaryMetrics").path(CpuProfiler.NAME))));
        });
        return figures;
    }

    private static Map<String, Object> town(JsonNode params) {
        int firing = params.path("firing").asInt(0);
        int services = params.path("services").asInt(0);
        int guards = params.has("firing") ? new Storm(firing).loop().state().duties().size() : new Town(services).guards();
        return Map.of("services", services, "guards", guards, "firing", firing);
    }

    /** Of all iterations of all forks: a mean would speak of whoever else had the processor. */
    private static double middle(JsonNode metric) {
        var all = new ArrayList<Double>();
        metric.path("rawData").forEach(fork -> fork.forEach(iteration -> all.add(iteration.asDouble())));
        return Figures.median(all);
    }
}
