package koboshi.promql;

import java.util.Locale;
import koboshi.series.Samples;

/** deriv, predict_linear and double_exponential_smoothing: what the numbers of a range tend to. */
final class Regression {
    private Regression() {}

    /** A line: the slope by second, and the value at a chosen moment. */
    record Line(double slope, double intercept) {
        /** @param seconds from the chosen moment */
        double at(double seconds) {
            return slope * seconds + intercept;
        }
    }

    static void derivative(Window window, RangeFrame frame) {
        if (enough(window, frame)) {
            // A moment near the samples keeps the numbers small, and so exact.
            frame.put(fit(window.all(), window.from(), window.to(), window.millis(0)).slope);
        }
    }

    static void prediction(Window window, RangeFrame frame) {
        if (enough(window, frame)) {
            frame.put(fit(window.all(), window.from(), window.to(), frame.moment()).at(frame.argument(1)));
        }
    }

    private static boolean enough(Window window, RangeFrame frame) {
        if (window.floats() > 0) {
            frame.ignoresHistograms(window);
        }
        return window.floats() > 1;
    }

    /** Least squares over a part of the samples, with the value at the given moment. */
    static Line fit(Samples samples, int from, int to, long moment) {
        var values = samples.valueColumn();
        if (constant(values, from, to)) {
            return Double.isInfinite(values[from]) ? new Line(Double.NaN, Double.NaN) : new Line(0, values[from]);
        }
        var x = new Kahan();
        var y = new Kahan();
        var xy = new Kahan();
        var xx = new Kahan();
        int n = to - from;
        for (int i = from; i < to; i++) {
            double seconds = (samples.millis(i) - moment) / 1000.0;
            x.add(seconds);
            y.add(values[i]);
            xy.add(seconds * values[i]);
            xx.add(seconds * seconds);
        }
        double covariance = xy.result() - x.result() * y.result() / n;
        double variance = xx.result() - x.result() * x.result() / n;
        double slope = covariance / variance;
        return new Line(slope, y.result() / n - slope * x.result() / n);
    }

    private static boolean constant(double[] values, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (values[i] != values[from]) {
                return false;
            }
        }
        return true;
    }

    static void smoothed(Window window, RangeFrame frame) {
        double smoothing = factor("smoothing", "sf", frame.argument(1));
        double trending = factor("trend", "tf", frame.argument(2));
        if (!enough(window, frame)) {
            return;
        }
        double level = window.value(0);
        double trend = window.value(1) - window.value(0);
        for (int i = 1; i < window.floats(); i++) {
            double next = smoothing * window.value(i) + (1 - smoothing) * (level + trend);
            trend = i + 1 < window.floats() ? trending * (next - level) + (1 - trending) * trend : trend;
            level = next;
        }
        frame.put(level);
    }

    private static double factor(String name, String symbol, double value) {
        if (!(value > 0 && value < 1)) {
            throw new EvaluationError(String.format(Locale.ROOT, "invalid %s factor. Expected: 0 < %s < 1, got: %f", name, symbol, value));
        }
        return value;
    }
}
