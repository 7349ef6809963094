package koboshi.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** Six range queries over six hours at a step of 30 s, each asked a few times cold and again after many more. */
record SeriesQueries(long endSeconds, int cold, int warmUps, int warm) {
    static final SequencedMap<String, String> QUERIES = new LinkedHashMap<>();

    static {
        QUERIES.put("sum by rate, 4000 series", "sum by (job, code) (rate(http_requests_total[5m]))");
        QUERIES.put("histogram_quantile, 3000", "histogram_quantile(0.99, sum by (le, handler) (rate(http_request_duration_seconds_bucket[5m])))");
        QUERIES.put("topk, 4000", "topk(10, rate(http_requests_total[5m]))");
        QUERIES.put("predict_linear, 1000", "count(predict_linear(node_filesystem_free_bytes[1h], 14400) < 0)");
        QUERIES.put("avg_over_time, 1000", "avg by (job) (avg_over_time(node_filesystem_free_bytes[30m]))");
        QUERIES.put("one host's panel, 40", "sum by (code) (rate(http_requests_total{instance=\"web-00042:9100\"}[5m]))");
    }

    /** Milliseconds of the server's processor time a query. */
    record Cost(double cold, double warm) {}

    Map<String, Cost> ask(SeriesServer server) throws IOException, InterruptedException {
        var colds = new LinkedHashMap<String, Double>();
        for (var query : QUERIES.entrySet()) {
            colds.put(query.getKey(), millis(server, query.getValue(), cold));
        }
        var costs = new LinkedHashMap<String, Cost>();
        for (var query : QUERIES.entrySet()) {
            millis(server, query.getValue(), warmUps);
            costs.put(query.getKey(), new Cost(colds.get(query.getKey()), millis(server, query.getValue(), warm)));
        }
        return costs;
    }

    private double millis(SeriesServer server, String query, int times) throws IOException, InterruptedException {
        double before = server.cpuSeconds();
        for (int i = 0; i < times; i++) {
            server.get(path(query) + server.kind().noCache());
        }
        return (server.cpuSeconds() - before) * 1000 / Math.max(1, times);
    }

    private String path(String query) {
        return "/api/v1/query_range?step=30&start=" + (endSeconds - 21_600) + "&end=" + endSeconds + "&query=" + encoded(query);
    }

    /** What one query gives at one moment. */
    static String instant(SeriesServer server, String query, long seconds) throws IOException, InterruptedException {
        return server.get("/api/v1/query?time=" + seconds + "&query=" + encoded(query));
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }
}
