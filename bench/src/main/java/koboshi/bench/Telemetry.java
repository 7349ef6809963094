package koboshi.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import koboshi.agent.link.Json;
import koboshi.series.Samples;
import tools.jackson.databind.JsonNode;

/** A series with windows in which people who knew it said that something was wrong; its moments laid on multiples of its step. */
record Telemetry(String name, Samples samples, Duration every, List<Window> windows) {
    record Window(long from, long to) {
        boolean holds(long at) {
            return from <= at && at <= to;
        }
    }

    /** All that were measured, none that were drawn, by name. */
    static List<Telemetry> real(Path folder) throws IOException {
        var labels = new TreeMap<String, JsonNode>();
        Json.mapper().readTree(Files.readString(folder.resolve("labels/combined_windows.json"))).propertyStream().forEach(each -> labels.put(each.getKey(), each.getValue()));
        return labels.entrySet().stream().filter(each -> each.getKey().startsWith("real")).map(each -> read(folder, each.getKey(), each.getValue())).toList();
    }

    private static Telemetry read(Path folder, String name, JsonNode windows) {
        try {
            var values = new TreeMap<Long, Double>();
            for (var line : Files.readAllLines(folder.resolve("data").resolve(name)).stream().skip(1).toList()) {
                var fields = line.split(",");
                values.put(millis(fields[0]), Double.valueOf(fields[1]));
            }
            long every = step(List.copyOf(values.keySet()));
            var samples = new TreeMap<Long, Double>();
            values.forEach((at, value) -> samples.put(at / every * every, value));
            var built = new Samples.Builder(samples.size());
            samples.forEach((at, value) -> built.add(at, value, null));
            return new Telemetry(name, built.build(), Duration.ofMillis(every), windows.valueStream().map(Telemetry::window).toList());
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    /** The one between most of its values: whole minutes. */
    private static long step(List<Long> moments) {
        var steps = new ArrayList<Double>();
        for (int i = 1; i < moments.size(); i++) {
            steps.add((double) (moments.get(i) - moments.get(i - 1)));
        }
        return Math.max(60_000, Math.round(Figures.median(steps) / 60_000) * 60_000);
    }

    private static Window window(JsonNode window) {
        return new Window(millis(window.path(0).asString()), millis(window.path(1).asString()));
    }

    private static long millis(String text) {
        return LocalDateTime.parse(text.strip().replace(' ', 'T')).toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
