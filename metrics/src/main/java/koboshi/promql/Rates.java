package koboshi.promql;

import java.util.Arrays;
import koboshi.series.Histogram;
import koboshi.series.Histogram.Reset;
import koboshi.series.HistogramSum;
import koboshi.series.Samples;

/** rate, increase and delta: the change over a range, stretched to its bounds where the series seems to reach them. */
final class Rates {
    /** A bound nearer than so many average gaps between samples is taken to be reached. */
    private static final double REACH = 1.1;
    private static final int[] NONE = {};

    private Rates() {}

    static void extrapolated(Window window, RangeFrame frame, boolean counter, boolean perSecond) {
        if (window.mixed()) {
            frame.notes().mixedFloatsHistograms(frame.metric(), frame.range());
        } else if (window.floats() > 1) {
            floats(window, frame, counter, perSecond);
        } else if (window.histograms() > 1) {
            histograms(window, frame, counter, perSecond);
        }
    }

    private static void floats(Window window, RangeFrame frame, boolean counter, boolean perSecond) {
        int last = window.floats() - 1;
        double first = window.value(0);
        double change = window.value(last) - first;
        change = counter ? window.lostToResets(change) : change;
        frame.put(stretched(change, first, counter, window.millis(0), window.millis(last), last, window.start(), window.end(), perSecond));
    }

    /** As {@link #floats}, for a series of numbers at all steps; drops are looked for once, and mostly there are none. */
    static void sliding(Edges edges, Samples samples, RangeFrame frame, Track out, boolean counter, boolean perSecond) {
        var millis = samples.millisColumn();
        var values = samples.valueColumn();
        var drops = counter ? drops(values, samples.size()) : NONE;
        int drop = 0;
        for (int i = 0; i < edges.count(); i++) {
            int from = edges.from(i);
            int last = edges.to(i) - 1;
            if (last <= from) {
                continue;
            }
            double first = values[from];
            double change = values[last] - first;
            while (drop < drops.length && drops[drop] <= from) {
                drop++;
            }
            int d = drop;
            for (; d < drops.length && drops[d] <= last; d++) {
                change += values[drops[d] - 1];
            }
            frame.work(d - drop);
            out.set(i, stretched(change, first, counter, millis[from], millis[last], last - from, edges.start(i), edges.end(i), perSecond));
        }
    }

    /** The indexes of all samples below the one before. */
    static int[] drops(double[] values, int size) {
        var found = NONE;
        int count = 0;
        for (int i = 1; i < size; i++) {
            if (values[i] < values[i - 1]) {
                found = count == found.length ? Arrays.copyOf(found, Math.max(4, count * 2)) : found;
                found[count++] = i;
            }
        }
        return count == found.length ? found : Arrays.copyOf(found, count);
    }

    private static double stretched(
            double change, double first, boolean counter, long firstMillis, long lastMillis, int gaps, long start, long end, boolean perSecond) {
        double toZero = counter && change > 0 && first >= 0 ? first / change : Double.NaN;
        double stretch = stretch(firstMillis, lastMillis, gaps, toZero, start, end);
        return change * (perSecond ? stretch / seconds(start, end) : stretch);
    }

    private static double seconds(long start, long end) {
        return (end - start) / 1000.0;
    }

    /**
     * The factor from the change between the first and the last sample to the change over the whole range.
     *
     * @param gaps between the samples
     * @param toZero how far before the first sample a counter was at zero, as a part of the time sampled; NaN if it cannot be said
     */
    private static double stretch(long firstMillis, long lastMillis, int gaps, double toZero, long start, long end) {
        double sampled = lastMillis - firstMillis;
        double gap = sampled / gaps;
        double before = reach(firstMillis - start, gap);
        double after = reach(end - lastMillis, gap);
        // A counter is never below zero: it began where it would have been zero.
        double fromZero = sampled * toZero;
        before = fromZero < before ? fromZero : before;
        return (sampled + before + after) / sampled;
    }

    private static double reach(double toBound, double gap) {
        return toBound >= gap * REACH ? gap / 2 : toBound;
    }

    private static void histograms(Window window, RangeFrame frame, boolean counter, boolean perSecond) {
        var change = change(window, frame, counter);
        if (change == null) {
            return;
        }
        int last = window.histograms() - 1;
        double first = window.histogram(0).count();
        double toZero = counter && change.count() > 0 && first >= 0 ? first / change.count() : Double.NaN;
        double stretch = stretch(window.histogramMillis(0), window.histogramMillis(last), last, toZero, window.start(), window.end());
        frame.put(change.times(perSecond ? stretch / seconds(window.start(), window.end()) : stretch).with(Reset.GAUGE));
    }

    /** @return null where the histograms do not go together, which the frame has been told */
    private static Histogram change(Window window, RangeFrame frame, boolean counter) {
        int last = window.histograms() - 1;
        var first = window.histogram(0);
        noteKinds(window, frame, counter);
        if (counter && window.histogramReset(1)) {
            // Whatever came before the reset does not matter, nor whether its buckets fit.
            first = window.histogram(1).emptied();
        }
        var sum = new HistogramSum(window.histogram(last));
        sum.subtract(first);
        boolean fits = !sum.incompatible() && (!counter || sameKinds(window, first));
        if (!fits) {
            frame.notes().mixedExponentialCustom(frame.metric(), frame.range());
            return null;
        }
        if (sum.boundsReconciled()) {
            frame.notes().boundsReconciled(Notes.Operation.SUBTRACTION, frame.range());
        }
        return counter ? withResets(window, frame, first, sum) : sum.result();
    }

    private static Histogram withResets(Window window, RangeFrame frame, Histogram first, HistogramSum sum) {
        boolean reconciled = sum.boundsReconciled();
        int coarsest = Math.min(first.schema(), window.histogram(window.histograms() - 1).schema());
        // The first of all counts for nothing if there was a reset right after it.
        for (int i = first == window.histogram(0) ? 1 : 2; i < window.histograms(); i++) {
            var now = window.histogram(i);
            if (window.histogramReset(i)) {
                sum.add(window.histogram(i - 1));
            }
            if (now.schema() < coarsest) {
                // Adding nothing still brings the result down to the coarsest buckets on the way.
                sum.add(now.emptied());
                coarsest = now.schema();
            }
        }
        if (!reconciled && sum.boundsReconciled()) {
            frame.notes().boundsReconciled(Notes.Operation.ADDITION, frame.range());
        }
        return sum.result();
    }

    private static boolean sameKinds(Window window, Histogram first) {
        for (int i = 1; i < window.histograms(); i++) {
            if (window.histogram(i).customBounds() != first.customBounds()) {
                return false;
            }
        }
        return true;
    }

    private static void noteKinds(Window window, RangeFrame frame, boolean counter) {
        int last = window.histograms() - 1;
        boolean endsGauge = gauge(window, 0) && gauge(window, last);
        if (!counter && !endsGauge) {
            frame.notes().notGauge(frame.metric(), frame.range());
        }
        for (int i = 0; counter && i <= last; i++) {
            if (gauge(window, i)) {
                frame.notes().notCounter(frame.metric(), frame.range());
            }
        }
    }

    private static boolean gauge(Window window, int index) {
        return window.histogram(index).reset() == Reset.GAUGE;
    }
}
