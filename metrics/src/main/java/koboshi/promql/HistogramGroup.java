package koboshi.promql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import koboshi.series.Histogram;
import koboshi.series.Labels;

/** The series that make one histogram: the same labels but for "le". */
final class HistogramGroup {
    private final Labels labels;
    private final List<Bound> bounds = new ArrayList<>();
    private boolean histograms;
    private ClassicBuckets classic;

    /** @param upper NaN where the label is no number */
    private record Bound(String label, double upper, Track track) {}

    HistogramGroup(Labels labels) {
        this.labels = labels;
    }

    Labels labels() {
        return labels;
    }

    int size() {
        return bounds.size();
    }

    void add(Track track) {
        var label = track.labels().get("le");
        bounds.add(new Bound(label, UpperBound.of(label), track));
        histograms |= track.hasHistograms();
    }

    /** The native histogram there, or null. */
    Histogram histogram(int step) {
        for (int i = 0; histograms && i < bounds.size(); i++) {
            var bound = bounds.get(i);
            if (bound.track.histogram(step) != null) {
                return bound.track.histogram(step);
            }
        }
        return null;
    }

    /**
     * The classic buckets there, until the next are asked for.
     *
     * @param malformed told of each label that is no bound
     */
    ClassicBuckets classic(int step, Consumer<String> malformed) {
        if (classic == null) {
            bounds.sort(Comparator.comparingDouble(Bound::upper));
            classic = new ClassicBuckets(bounds.size());
        }
        classic.clear();
        for (var bound : bounds) {
            if (!bound.track.number(step)) {
                continue;
            }
            if (Double.isNaN(bound.upper)) {
                malformed.accept(bound.label);
            } else {
                classic.add(bound.upper, bound.track.value(step));
            }
        }
        return classic;
    }
}
