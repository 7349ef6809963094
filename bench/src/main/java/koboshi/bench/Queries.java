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

/** The times of the panel's queries, and JMH's of windows and parser, as tables and one line of JSON. */
final class Queries {
    private Queries() {}

    /** A file of {@link QueryTimes}'s lines, and one that JMH wrote with -rf json. */
    public static void main(String... args) throws IOException {
        var panel = Files.readAllLines(Path.of(args[0])).stream().map(Json.mapper()::readTree).toList();
        System.out.printf("%9s %9s %9s %9s   processor milliseconds%n", "first", "first 5", "warm", "at most");
        panel.forEach(line -> System.out.printf(Locale.ROOT, "%9.1f %9.1f %9.1f %9d   %s%n", line.path("first_ms").asDouble(), line.path("cold_ms").asDouble(),
                line.path("warm_ms").asDouble(), line.path("to_reach_ms").asInt(), line.path("query").asString()));
        var details = details(Path.of(args[1]));
        System.out.printf("%n%9s %9s%n", "CPU us", "wall us");
        details.forEach(line -> System.out.printf(Locale.ROOT, "%9.1f %9.1f   %s %s%n", line.get("cpu_us"), line.get("wall_us"), line.get("what"), line.get("of")));
        var whole = new LinkedHashMap<String, Object>();
        whole.put("bench", "promql");
        whole.put("load_average", Machine.load());
        whole.put("queries", panel);
        whole.put("details", details);
        System.out.println(Json.mapper().writeValueAsString(whole));
    }

    private static List<Map<String, Object>> details(Path file) throws IOException {
        var lines = new ArrayList<Map<String, Object>>();
        Json.mapper().readTree(Files.readString(file)).forEach(benchmark -> {
            var name = benchmark.path("benchmark").asString();
            var line = new LinkedHashMap<String, Object>();
            line.put("what", name.substring(name.lastIndexOf('.') + 1));
            line.put("of", String.join(" ", benchmark.path("params").valueStream().map(JsonNode::asString).toList()));
            line.put("wall_us", Figures.rounded(middle(benchmark.path("primaryMetric")) * 1e3));
            line.put("cpu_us", Figures.rounded(middle(benchmark.path("secondaryMetrics").path(CpuProfiler.NAME)) / 1e3));
            lines.add(line);
        });
        return lines;
    }

    private static double middle(JsonNode metric) {
        var all = new ArrayList<Double>();
        metric.path("rawData").forEach(fork -> fork.forEach(iteration -> all.add(iteration.asDouble())));
        return Figures.median(all);
    }
}
