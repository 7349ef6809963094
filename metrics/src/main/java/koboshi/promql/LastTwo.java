package koboshi.promql;

import koboshi.series.Histogram.Reset;
import koboshi.series.HistogramSum;
import koboshi.series.Samples;

/** irate and idelta: the change between the last two samples, whatever else the range holds. */
final class LastTwo {
    private LastTwo() {}

    static void difference(Window window, RangeFrame frame, boolean rate) {
        if (window.histograms() == 0) {
            numbers(window, frame, rate);
            return;
        }
        var samples = window.merged();
        int last = samples.size() - 1;
        if (last < 1) {
            return;
        }
        double seconds = rate ? (samples.millis(last) - samples.millis(last - 1)) / 1000.0 : 1;
        var now = samples.histogram(last);
        var before = samples.histogram(last - 1);
        if (now == null && before == null) {
            frame.put(difference(samples, last, rate));
        } else if (now == null || before == null) {
            frame.notes().mixedFloatsHistograms(frame.metric(), frame.range());
        } else {
            histograms(samples, frame, rate, seconds);
        }
    }

    private static void numbers(Window window, RangeFrame frame, boolean rate) {
        if (window.floats() > 1) {
            frame.put(difference(window.all(), window.to() - 1, rate));
        }
    }

    /** Between the given sample and the one before, which must both be numbers. */
    private static double difference(Samples samples, int last, boolean rate) {
        double from = samples.value(last - 1);
        double to = samples.value(last);
        double change = rate && to < from ? to : to - from;
        return rate ? change / ((samples.millis(last) - samples.millis(last - 1)) / 1000.0) : change;
    }

    static void sliding(Edges edges, Samples samples, Track out, boolean rate) {
        for (int i = 0; i < edges.count(); i++) {
            if (edges.to(i) - edges.from(i) > 1) {
                out.set(i, difference(samples, edges.to(i) - 1, rate));
            }
        }
    }

    private static void histograms(Samples samples, RangeFrame frame, boolean rate, double seconds) {
        var now = samples.histogram(samples.size() - 1);
        var before = samples.histogram(samples.size() - 2);
        if (rate && (now.reset() == Reset.GAUGE || before.reset() == Reset.GAUGE)) {
            frame.notes().notCounter(frame.metric(), frame.range());
        }
        if (!rate && (now.reset() != Reset.GAUGE || before.reset() != Reset.GAUGE)) {
            frame.notes().notGauge(frame.metric(), frame.range());
        }
        var change = new HistogramSum(now);
        if (!rate || !now.resetSince(before)) {
            change.subtract(before);
        }
        if (change.incompatible()) {
            frame.notes().mixedExponentialCustom(frame.metric(), frame.range());
            return;
        }
        if (change.boundsReconciled()) {
            frame.notes().boundsReconciled(Notes.Operation.SUBTRACTION, frame.range());
        }
        frame.put(change.result().dividedBy(seconds).with(Reset.GAUGE));
    }
}
