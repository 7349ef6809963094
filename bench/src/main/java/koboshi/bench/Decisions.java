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

/** JMH's figures of the decisions as a table and one line of JSON. */
final class Decisions {
    private static final double TO_REACH_NANOS = 2000;

    private Decisions() {}

    private record Figure(String event, int services, double wallNanos, double cpuNanos) {
        Map<String, Object> line() {
            var line = new LinkedHashMap<String, Object>();
            line.put("event", event);
            line.put("services", services);
            line.put("guards", new Town(services).guards());
            line.put("wall_us", Figures.rounded(wallNanos / 1e3));
            line.put("cpu_us", Figures.rounded(cpuNanos / 1e3));
            line.put("reached", cpuNanos <= TO_REACH_NANOS);
            return line;
        }
    }

    /** A file that JMH wrote with -rf csv. */
    public static void main(String... args) throws IOException {
        var lines = read(Path.of(args[0])).stream().map(Figure::line).toList();
        System.out.printf("%-11s %9s %7s %10s %10s   at most %.0f us%n", "event", "services", "guards", "wall us", "CPU us", TO_REACH_NANOS / 1e3);
        lines.forEach(line -> System.out.printf(Locale.ROOT, "%-11s %9s %7s %10.3f %10.3f   %s%n", line.get("event"), line.get("services"),
                line.get("guards"), line.get("wall_us"), line.get("cpu_us"), line.get("reached").equals(true) ? "reached" : "missed"));
        var whole = new LinkedHashMap<String, Object>();
        whole.put("bench", "decision");
        whole.put("load_average", Machine.load());
        whole.put("results", lines);
        System.out.println(Json.mapper().writeValueAsString(whole));
    }

    /** A row is benchmark, mode, threads, samples, score, error, unit, services; the thread's own time has a row of its own. */
    private static List<Figure> read(Path file) throws IOException {
        var wall = new LinkedHashMap<List<String>, Double>();
        var cpu = new LinkedHashMap<List<String>, Double>();
        for (var line : Files.readAllLines(file).stream().skip(1).toList()) {
            var fields = line.replace("\"", "").split(",");
            var name = fields[0].substring(fields[0].lastIndexOf('.') + 1).split(":");
            if (name.length == 1) {
                wall.put(List.of(name[0], fields[7]), Double.parseDouble(fields[4]));
            } else if (name[1].equals("cpuNanos")) {
                cpu.put(List.of(name[0], fields[7]), Double.parseDouble(fields[4]));
            }
        }
        var figures = new ArrayList<Figure>();
        wall.forEach((key, nanos) -> figures.add(new Figure(key.get(0), Integer.parseInt(key.get(1)), nanos, cpu.getOrDefault(key, Double.NaN))));
        return figures;
    }
}
