package koboshi.bench;

/** The six queries of a dashboard that everything is measured by, each with what it may take over the network, decoding and all, in milliseconds. */
public enum Panel {
    REQUESTS(200, "sum by (job, code) (rate(http_requests_total[5m]))"),
    LATENCY(180, "histogram_quantile(0.99, sum by (le, handler) (rate(http_request_duration_seconds_bucket[5m])))"),
    BUSIEST(300, "topk(10, rate(http_requests_total[5m]))"),
    FULL_SOON(300, "count(predict_linear(node_filesystem_free_bytes[1h], 14400) < 0)"),
    FREE(180, "avg by (job) (avg_over_time(node_filesystem_free_bytes[30m]))"),
    ONE_HOST(20, "sum by (code) (rate(http_requests_total{instance=\"web-00042:9100\"}[5m]))");

    private final int toReach;
    private final String query;

    Panel(int toReach, String query) {
        this.toReach = toReach;
        this.query = query;
    }

    int toReach() {
        return toReach;
    }

    String query() {
        return query;
    }
}
