package koboshi.promql;

import koboshi.series.Labels;
import koboshi.series.Samples;

/** All samples of a series that any step's range may need, numbers and histograms apart, without the marks of its end. */
record RangeSeries(Labels labels, boolean nameless, Samples floats, Samples histograms, Reference reference) {
    static RangeSeries of(Labels labels, boolean nameless, Samples samples, Reference reference) {
        if (!samples.hasHistograms() && !anyStale(samples)) {
            return new RangeSeries(labels, nameless, samples, Samples.NONE, reference);
        }
        var floats = new Samples.Builder(samples.size());
        var histograms = new Samples.Builder(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            if (samples.histogram(i) != null) {
                histograms.add(samples.millis(i), samples.value(i), samples.histogram(i));
            } else if (!samples.staleAt(i)) {
                floats.add(samples.millis(i), samples.value(i), null);
            }
        }
        return new RangeSeries(labels, nameless, floats.build(), histograms.build(), reference);
    }

    private static boolean anyStale(Samples samples) {
        for (int i = 0; i < samples.size(); i++) {
            if (samples.staleAt(i)) {
                return true;
            }
        }
        return false;
    }

    Window window() {
        return new Window(floats, histograms);
    }

    long rangeStart(long moment) {
        return reference.start(moment);
    }

    long rangeEnd(long moment) {
        return reference.end(moment);
    }
}
