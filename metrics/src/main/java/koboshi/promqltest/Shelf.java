package koboshi.promqltest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Sample;
import koboshi.series.Samples;
import koboshi.series.Series;
import koboshi.series.Source;

/** The series a script has loaded, with the hints about resets a database would have put to their histograms. */
final class Shelf implements Source {
    private final Map<Labels, TreeMap<Long, Sample>> series = new TreeMap<>();
    private final Map<Labels, Samples> columns = new TreeMap<>();

    void clear() {
        series.clear();
        columns.clear();
    }

    void put(Labels labels, Sample sample) {
        series.computeIfAbsent(labels, _ -> new TreeMap<>()).put(sample.millis(), sample);
        columns.remove(labels);
    }

    @Override
    public List<Series> select(List<Matcher> matchers, long fromMillis, long toMillis) {
        var found = new ArrayList<Series>();
        for (var labels : series.keySet()) {
            if (matchers.stream().allMatch(matcher -> matcher.matches(labels))) {
                var all = columns.computeIfAbsent(labels, key -> hinted(series.get(key)));
                var samples = between(all, fromMillis, toMillis);
                if (!samples.isEmpty()) {
                    found.add(Series.of(labels, samples));
                }
            }
        }
        return found;
    }

    private static Samples between(Samples all, long from, long to) {
        var part = new Samples.Builder(16);
        for (int i = all.firstAfter(from - 1); i < all.size() && all.millis(i) <= to; i++) {
            part.add(all.millis(i), all.value(i), all.histogram(i));
        }
        return part.build();
    }

    private static Samples hinted(TreeMap<Long, Sample> samples) {
        var hinted = new Samples.Builder(samples.size());
        Histogram before = null;
        for (var sample : samples.values()) {
            var now = sample.histogram();
            hinted.add(sample.millis(), sample.value(), now == null ? null : Hints.stored(now, before));
            before = now;
        }
        return hinted.build();
    }
}
