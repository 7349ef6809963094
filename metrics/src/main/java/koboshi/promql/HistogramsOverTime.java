package koboshi.promql;

import koboshi.series.Histogram;
import koboshi.series.HistogramSum;

/** Sums and means of the histograms of a range. */
final class HistogramsOverTime {
    private HistogramsOverTime() {}

    static void sum(Window window, RangeFrame frame) {
        var sum = new HistogramSum(window.histogram(0));
        for (int i = 1; i < window.histograms(); i++) {
            sum.add(window.histogram(i));
        }
        put(sum, sum.result(), frame);
    }

    static void average(Window window, RangeFrame frame) {
        var mean = new HistogramMean(window.histogram(0));
        for (int i = 1; i < window.histograms(); i++) {
            mean.add(window.histogram(i));
        }
        put(mean.total(), mean.result(), frame);
    }

    private static void put(HistogramSum sum, Histogram result, RangeFrame frame) {
        if (sum.incompatible()) {
            frame.notes().mixedExponentialCustom(frame.metric(), frame.range());
            return;
        }
        note(sum, frame.notes(), frame.range());
        frame.put(result);
    }

    static void note(HistogramSum sum, Notes notes, Span at) {
        if (sum.resetsCollided()) {
            notes.resetsCollided(Notes.Operation.AGGREGATION, at);
        }
        if (sum.boundsReconciled()) {
            notes.boundsReconciled(Notes.Operation.AGGREGATION, at);
        }
    }
}
