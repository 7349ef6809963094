package koboshi.promqltest;

import java.util.Map;
import java.util.TreeMap;
import koboshi.series.Bounds;
import koboshi.series.Buckets;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Sample;

/** Makes native histograms with custom buckets of classic ones: their "_bucket", "_count" and "_sum" series. */
final class ClassicToNative {
    private final Map<Labels, TreeMap<Long, Parts>> parts = new TreeMap<>();

    /** What is known of one histogram at one moment. */
    private static final class Parts {
        private final TreeMap<Double, Double> cumulative = new TreeMap<>();
        private double count;
        private double sum;

        private Histogram histogram() {
            double last = cumulative.isEmpty() ? 0 : cumulative.lastEntry().getValue();
            double total = count > 0 ? count : last;
            cumulative.put(Double.POSITIVE_INFINITY, cumulative.getOrDefault(Double.POSITIVE_INFINITY, total));
            var bounds = cumulative.keySet().stream().mapToDouble(bound -> bound).filter(Double::isFinite).toArray();
            var counts = new double[cumulative.size()];
            double below = 0;
            int i = 0;
            for (double upTo : cumulative.values()) {
                counts[i++] = upTo - below;
                below = upTo;
            }
            return Histogram.custom(Bounds.of(bounds), total, sum, Buckets.run(0, counts));
        }
    }

    void take(Labels labels, Sample sample) {
        var name = labels.name();
        if (name.endsWith("_bucket") && !labels.get("le").isEmpty()) {
            at(labels.without("le"), "_bucket", sample.millis()).cumulative.put(Notation.number(labels.get("le")), sample.value());
        } else if (name.endsWith("_count")) {
            at(labels, "_count", sample.millis()).count = sample.value();
        } else if (name.endsWith("_sum")) {
            at(labels, "_sum", sample.millis()).sum = sample.value();
        }
    }

    private Parts at(Labels labels, String suffix, long millis) {
        var base = labels.with(Labels.NAME, labels.name().substring(0, labels.name().length() - suffix.length()));
        return parts.computeIfAbsent(base, _ -> new TreeMap<>()).computeIfAbsent(millis, _ -> new Parts());
    }

    void into(Shelf shelf) {
        parts.forEach((labels, moments) -> moments.forEach((millis, all) -> {
            if (!all.cumulative.isEmpty()) {
                shelf.put(labels, new Sample(millis, all.histogram()));
            }
        }));
    }
}
