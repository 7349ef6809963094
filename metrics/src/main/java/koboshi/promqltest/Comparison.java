package koboshi.promqltest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.promql.Value;
import koboshi.series.Labels;
import koboshi.series.Sample;
import koboshi.series.Series;

/** Compares what a query gave with the rows a script expects. */
record Comparison(List<Notation.Row> rows, Double scalar, boolean ordered) {
    Optional<String> wrong(Value value, long start, long step) {
        return switch (value) {
            case Value.Scalar number -> scalar != null && Closeness.close(scalar, number.value())
                    ? Optional.empty()
                    : Optional.of("expected " + scalar + " but got " + number.value());
            case Value.Text text -> Optional.of("unexpected string " + text.value());
            case Value.Vector vector -> vector(vector.elements());
            case Value.Matrix matrix -> matrix(matrix.series(), start, step);
        };
    }

    private Optional<String> vector(List<Value.Element> elements) {
        var left = new HashMap<Labels, Value.Element>();
        elements.forEach(element -> left.put(element.labels(), element));
        if (scalar != null) {
            return Optional.of("expected the scalar " + scalar + " but got the vector " + elements);
        }
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            var element = left.remove(row.labels());
            if (element == null) {
                return Optional.of("expected " + row.labels() + " but got " + elements);
            }
            if (ordered && !elements.get(i).labels().equals(row.labels())) {
                return Optional.of("expected " + row.labels() + " at place " + (i + 1) + " of " + elements);
            }
            if (row.points().size() != 1 || !matches(row.points().getFirst(), element.sample())) {
                return Optional.of("expected " + row.points() + " for " + row.labels() + " but got " + element.sample());
            }
        }
        return left.isEmpty() ? Optional.empty() : Optional.of("unexpected " + left.values());
    }

    private Optional<String> matrix(List<Series> series, long start, long step) {
        if (scalar != null) {
            return series.size() == 1 && series.getFirst().samples().stream().allMatch(sample -> Closeness.close(scalar, sample.value()))
                    ? Optional.empty()
                    : Optional.of("expected " + scalar + " throughout but got " + series);
        }
        Map<Labels, Series> left = new HashMap<>();
        series.forEach(one -> left.put(one.labels(), one));
        for (var row : rows) {
            var one = left.remove(row.labels());
            var samples = one == null ? List.<Sample>of() : one.samples();
            if (!same(row.points(), samples, start, step)) {
                return Optional.of("expected " + row.labels() + " " + row.points() + " but got " + samples + " of " + series.stream().map(Series::labels).toList());
            }
        }
        return left.isEmpty() ? Optional.empty() : Optional.of("unexpected " + left.values());
    }

    private static boolean same(List<Point> points, List<Sample> samples, long start, long step) {
        int at = 0;
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i) instanceof Point.Missing) {
                continue;
            }
            if (at == samples.size() || samples.get(at).millis() != start + i * step || !matches(points.get(i), samples.get(at))) {
                return false;
            }
            at++;
        }
        return at == samples.size();
    }

    private static boolean matches(Point point, Sample sample) {
        return switch (point) {
            case Point.Missing _ -> false;
            case Point.Stale _ -> sample.stale();
            case Point.Number(double value) -> sample.histogram() == null && Closeness.close(value, sample.value());
            case Point.Native(var histogram, var hinted) -> sample.histogram() != null && Closeness.close(histogram, sample.histogram(), hinted);
        };
    }
}
