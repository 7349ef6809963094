package koboshi.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What two servers say to the same question, side by side. */
record Answers(Map<String, Map<String, Double>> ours, Map<String, Map<String, Double>> theirs) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SHOWN = 5;

    /** The values of each series by moment, in seconds. */
    static Map<String, Map<String, Double>> ask(URI server, String query, long start, long end, long step) throws IOException {
        var url = server.resolve("/api/v1/query_range?start=" + start + "&end=" + end + "&step=" + step + "&query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        try {
            var answer = CLIENT.send(HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
            var json = JSON.readTree(answer.body());
            if (answer.statusCode() != 200) {
                throw new IOException(server + " answered " + answer.statusCode() + " to " + query + ": " + answer.body());
            }
            return series(json.at("/data/result"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static Map<String, Map<String, Double>> series(JsonNode result) {
        var all = new TreeMap<String, Map<String, Double>>();
        for (var one : result) {
            var values = new TreeMap<String, Double>();
            one.at("/values").forEach(pair -> values.put(pair.get(0).asString(), number(pair.get(1).asString())));
            var labels = new TreeMap<String, String>();
            one.at("/metric").properties().forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
            all.put(labels.toString(), values);
        }
        return all;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    int values() {
        return theirs.values().stream().mapToInt(Map::size).sum();
    }

    /** How many values are the same bit by bit. */
    int same() {
        int same = 0;
        for (var series : theirs.entrySet()) {
            var mine = ours.getOrDefault(series.getKey(), Map.of());
            same += (int) series.getValue().entrySet().stream().filter(one -> one.getValue().equals(mine.get(one.getKey()))).count();
        }
        return same;
    }

    /** What is there in one answer only, or farther apart than a part of the value; the first few in words. */
    List<String> differences(double part) {
        var differences = new ArrayList<String>();
        for (var series : theirs.entrySet()) {
            var mine = ours.getOrDefault(series.getKey(), Map.of());
            series.getValue().forEach((moment, value) -> {
                if (!near(mine.get(moment), value, part)) {
                    differences.add(series.getKey() + " @" + moment + ": theirs " + value + ", ours " + mine.get(moment));
                }
            });
            mine.keySet().stream().filter(moment -> !series.getValue().containsKey(moment))
                    .forEach(moment -> differences.add(series.getKey() + " @" + moment + ": theirs nothing, ours " + mine.get(moment)));
        }
        ours.keySet().stream().filter(series -> !theirs.containsKey(series)).forEach(series -> differences.add(series + ": ours only"));
        return differences;
    }

    private static boolean near(Double mine, double value, double part) {
        return mine != null && (mine.equals(value) || Math.abs(mine - value) <= part * Math.max(Math.abs(mine), Math.abs(value)));
    }

    static String few(List<String> differences) {
        return String.join("\n    ", differences.subList(0, Math.min(SHOWN, differences.size())));
    }
}
