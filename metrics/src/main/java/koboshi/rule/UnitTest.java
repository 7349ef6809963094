package koboshi.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import koboshi.promql.Query;
import koboshi.promqltest.Point;
import koboshi.series.Histogram;
import koboshi.series.Labels;

/**
 * Input series, and what rules and queries must make of them.
 *
 * @param line where it begins in its file
 * @param name empty where it has none
 * @param interval between two points of a series
 * @param start when the first point is, and the first evaluation
 */
public record UnitTest(int line, String name, Duration interval, Instant start, List<Input> input, List<AlertCase> alerts, List<QueryCase> queries,
        Surroundings surroundings) {
    /** One series; the last of several with the same labels counts. */
    public record Input(int line, Labels labels, List<Point> points) {}

    /** Exactly these alerts of a name are firing. */
    public record AlertCase(int line, Duration at, String alert, List<Firing> expected) {}

    /** @param labels with {@code alertname} */
    public record Firing(Labels labels, SortedMap<String, String> annotations) {}

    /** A query gives exactly these. */
    public record QueryCase(int line, Duration at, Query query, List<Given> expected) {}

    /** @param histogram null where a number is expected */
    public record Given(Labels labels, double value, Histogram histogram) {}

    /** How long rules are evaluated: up to the last case. */
    Duration length() {
        var longest = Duration.ZERO;
        for (var one : alerts) {
            longest = one.at().compareTo(longest) > 0 ? one.at() : longest;
        }
        for (var one : queries) {
            longest = one.at().compareTo(longest) > 0 ? one.at() : longest;
        }
        return longest;
    }
}
