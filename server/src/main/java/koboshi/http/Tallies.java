package koboshi.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What came by each way and what became of it, as figures of our own. */
final class Tallies {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void took(Way way, Archive.Written written) {
        add("koboshi_intake_samples_total{way=\"" + way + "\"}", written.taken());
        written.refused().forEach((why, count) -> refused(way, why, count));
    }

    /** @param why one of a few words, never a sender's own */
    void refused(Way way, String why, long count) {
        add("koboshi_intake_refused_total{way=\"" + way + "\",why=\"" + why + "\"}", count);
    }

    void request(Way way, int status) {
        add("koboshi_intake_requests_total{way=\"" + way + "\",status=\"" + status + "\"}", 1);
    }

    void lines(long count) {
        add("koboshi_intake_log_lines_total", count);
    }

    private void add(String figure, long count) {
        counts.computeIfAbsent(figure, _ -> new LongAdder()).add(count);
    }

    Map<String, Double> figures() {
        var figures = new TreeMap<String, Double>();
        counts.forEach((figure, count) -> figures.put(figure, (double) count.sum()));
        return figures;
    }
}
