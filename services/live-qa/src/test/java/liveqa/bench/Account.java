package liveqa.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What was asked and how each question ended. It adds up when every question ended once, and its asker was told. */
final class Account {
    private static final JsonMapper JSON = new JsonMapper();
    private final Map<Outcome, List<Double>> ended = new EnumMap<>(Outcome.class);
    private final Map<String, Integer> reasons = new TreeMap<>();
    private int sent;

    synchronized void sent() {
        sent++;
    }

    /** {@code why} is empty unless the asker was told nothing. */
    synchronized void ended(Outcome outcome, double seconds, String why) {
        ended.computeIfAbsent(outcome, _ -> new ArrayList<>()).add(seconds);
        if (!why.isEmpty()) reasons.merge(outcome.words() + ": " + why, 1, Integer::sum);
    }

    synchronized int sentSoFar() {
        return sent;
    }

    synchronized int count(Outcome outcome) {
        return ended.getOrDefault(outcome, List.of()).size();
    }

    synchronized boolean addsUp() {
        int told = 0;
        for (var outcome : Outcome.values()) told += outcome.isTold() ? count(outcome) : 0;
        return told == sent;
    }

    /** One line for each outcome: how many, and how long it took to be told (p50, p95, p99 and the longest, in ms). */
    synchronized String table() {
        var table = new StringBuilder(String.format("  %-40s %8s %8s %8s %8s %8s%n", "outcome", "count", "p50 ms", "p95 ms", "p99 ms", "max ms"));
        ended.forEach((outcome, seconds) -> {
            var sorted = sorted(seconds);
            table.append(String.format("  %-40s %8d %8.0f %8.0f %8.0f %8.0f%n", outcome.words(), sorted.length, at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1)));
        });
        reasons.forEach((why, times) -> table.append("  ! ").append(times).append(" times ").append(why).append('\n'));
        int accounted = ended.values().stream().mapToInt(List::size).sum();
        return table.append(String.format("  sent %d, ended %d: %s%n", sent, accounted, addsUp() ? "adds up" : "DOES NOT ADD UP")).toString();
    }

    synchronized ObjectNode json() {
        var node = JSON.createObjectNode().put("sent", sent).put("addsUp", addsUp());
        var outcomes = node.putObject("outcomes");
        ended.forEach((outcome, seconds) -> {
            var sorted = sorted(seconds);
            outcomes.putObject(outcome.name().toLowerCase()).put("count", sorted.length).put("p50Millis", at(sorted, 0.5))
                    .put("p95Millis", at(sorted, 0.95)).put("p99Millis", at(sorted, 0.99)).put("maxMillis", at(sorted, 1));
        });
        var untold = node.putObject("untold");
        reasons.forEach(untold::put);
        return node;
    }

    private static double[] sorted(List<Double> seconds) {
        return seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** In milliseconds: the smallest that so large a part does not exceed. */
    private static double at(double[] sorted, double part) {
        int rank = (int) Math.ceil(part * sorted.length);
        return Math.round(10_000 * sorted[Math.clamp(rank - 1, 0, sorted.length - 1)]) / 10.0;
    }
}
