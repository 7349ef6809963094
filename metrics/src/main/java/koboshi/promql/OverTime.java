package koboshi.promql;

import java.util.Arrays;
import koboshi.series.Samples;

/** The functions that boil the samples of a range down to one value. */
final class OverTime {
    private OverTime() {}

    static void sum(Window window, RangeFrame frame) {
        if (window.mixed()) {
            frame.notes().mixedFloatsHistograms(frame.metric(), frame.range());
        } else if (window.histograms() > 0) {
            HistogramsOverTime.sum(window, frame);
        } else {
            frame.put(sum(window.numbers(), window.from(), window.to()));
        }
    }

    static double sum(double[] values, int from, int to) {
        var sum = new Kahan();
        for (int i = from; i < to; i++) {
            sum.add(values[i]);
        }
        return sum.result();
    }

    static void average(Window window, RangeFrame frame) {
        if (window.mixed()) {
            frame.notes().mixedFloatsHistograms(frame.metric(), frame.range());
        } else if (window.histograms() > 0) {
            HistogramsOverTime.average(window, frame);
        } else {
            frame.put(mean(window.numbers(), window.from(), window.to()));
        }
    }

    static double mean(double[] values, int from, int to) {
        var mean = new Mean();
        for (int i = from; i < to; i++) {
            mean.add(values[i]);
        }
        return mean.result();
    }

    static void extreme(Window window, RangeFrame frame, boolean greatest) {
        if (window.floats() == 0) {
            return;
        }
        frame.ignoresHistograms(window);
        double best = window.value(0);
        for (int i = 1; i < window.floats(); i++) {
            double value = window.value(i);
            boolean better = greatest ? value > best : value < best;
            best = better || Double.isNaN(best) ? value : best;
        }
        frame.put(best);
    }

    /** The last moment the extreme was reached. */
    static void momentOfExtreme(Window window, RangeFrame frame, boolean greatest) {
        if (window.floats() == 0) {
            return;
        }
        frame.ignoresHistograms(window);
        int best = 0;
        for (int i = 1; i < window.floats(); i++) {
            double value = window.value(i);
            boolean better = greatest ? value >= window.value(best) : value <= window.value(best);
            best = better || Double.isNaN(window.value(best)) ? i : best;
        }
        frame.put(window.millis(best) / 1000.0);
    }

    static void last(Window window, RangeFrame frame) {
        int f = window.floats() - 1;
        int h = window.histograms() - 1;
        if (h < 0 || f >= 0 && window.histogramMillis(h) < window.millis(f)) {
            frame.put(window.value(f));
        } else {
            frame.put(window.histogram(h));
        }
    }

    static void first(Window window, RangeFrame frame) {
        if (window.histograms() == 0 || window.floats() > 0 && window.millis(0) < window.histogramMillis(0)) {
            frame.put(window.value(0));
        } else {
            frame.put(window.histogram(0));
        }
    }

    static void momentOfLast(Window window, RangeFrame frame) {
        var samples = window.merged();
        frame.put(samples.millis(samples.size() - 1) / 1000.0);
    }

    static void momentOfFirst(Window window, RangeFrame frame) {
        frame.put(window.merged().millis(0) / 1000.0);
    }

    static void quantile(Window window, RangeFrame frame) {
        if (window.floats() == 0) {
            return;
        }
        double q = frame.quantile();
        frame.ignoresHistograms(window);
        frame.put(Quantiles.of(q, values(window)));
    }

    static void deviationFromMedian(Window window, RangeFrame frame) {
        if (window.floats() == 0) {
            return;
        }
        frame.ignoresHistograms(window);
        var values = values(window);
        if (Arrays.stream(values).anyMatch(Double::isNaN)) {
            frame.put(Double.NaN);
            return;
        }
        double median = Quantiles.of(0.5, values);
        frame.put(Quantiles.of(0.5, Arrays.stream(values).map(v -> Math.abs(v - median)).toArray()));
    }

    private static double[] values(Window window) {
        var values = new double[window.floats()];
        Arrays.setAll(values, window::value);
        return values;
    }

    static void variance(Window window, RangeFrame frame, boolean root) {
        if (window.floats() == 0) {
            return;
        }
        frame.ignoresHistograms(window);
        var variance = new Variance();
        for (int i = 0; i < window.floats(); i++) {
            variance.add(window.value(i));
        }
        frame.put(root ? Math.sqrt(variance.result()) : variance.result());
    }

    static void changes(Window window, RangeFrame frame) {
        var samples = window.merged();
        int changes = 0;
        for (int i = 1; i < samples.size(); i++) {
            changes += changed(samples, i) ? 1 : 0;
        }
        frame.put(changes);
    }

    private static boolean changed(Samples samples, int i) {
        var before = samples.histogram(i - 1);
        var now = samples.histogram(i);
        if (before != null && now != null) {
            return !now.sameAs(before);
        }
        boolean bothNan = Double.isNaN(samples.value(i)) && Double.isNaN(samples.value(i - 1));
        return before != now || samples.value(i) != samples.value(i - 1) && !bothNan;
    }

    static void resets(Window window, RangeFrame frame) {
        var samples = window.merged();
        int resets = 0;
        for (int i = 1; i < samples.size(); i++) {
            var before = samples.histogram(i - 1);
            var now = samples.histogram(i);
            boolean both = before != null && now != null;
            resets += both ? now.resetSince(before) ? 1 : 0 : before != now || samples.value(i) < samples.value(i - 1) ? 1 : 0;
        }
        frame.put(resets);
    }
}
