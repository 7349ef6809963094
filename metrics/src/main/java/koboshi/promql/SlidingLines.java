package koboshi.promql;

import java.util.Arrays;
import koboshi.series.Samples;

/**
 * deriv and predict_linear at all steps: least squares from four sums, which are kept as {@link SlidingSums} keeps its one.
 *
 * <p>Moments and values are taken relative to a sample within the window, so that neither the date nor a large, nearly constant value uses up the digits:
 *
 * <pre>slope = (n Sxy - Sx Sy) / (n Sxx - Sx Sx)    line(t) = Sy / n + slope (t - Sx / n)</pre>
 *
 * Where even so nearly all digits cancel, the window is done by itself.
 */
final class SlidingLines implements Sliding {
    /** The covariance must not be smaller than this part of what it is the difference of. */
    private static final double CANCELLED = 1e-7;
    private static final int COLUMNS = 6;

    private final boolean prediction;
    /** By sample: x, xx, y, what y lost, xy, what xy lost; each summed from there to the end of the older part. */
    private double[] older = {};
    private long originMillis;
    private double originValue;

    SlidingLines(boolean prediction) {
        this.prediction = prediction;
    }

    @Override
    public void over(Samples samples, Edges edges, RangeFrame frame, Track out) {
        var millis = samples.millisColumn();
        var values = samples.valueColumn();
        older = older.length < (samples.size() + 1) * COLUMNS ? new double[(samples.size() + 1) * COLUMNS] : older;
        double x = 0;
        double xx = 0;
        double y = 0;
        double yLost = 0;
        double xy = 0;
        double xyLost = 0;
        var ahead = prediction ? frame.arguments(1) : null;
        int middle = 0;
        int end = 0;
        int changed = 0;
        for (int i = 0; i < edges.count(); i++) {
            int from = edges.from(i);
            int to = edges.to(i);
            for (int j = Math.max(1, end); j < to; j++) {
                changed = values[j] != values[j - 1] ? j : changed;
            }
            if (from >= middle) {
                fill(millis, values, from, to);
                middle = to;
                x = xx = y = yLost = xy = xyLost = 0;
            } else {
                for (int j = end; j < to; j++) {
                    double dx = millis[j] - originMillis;
                    double dy = values[j] - originValue;
                    double product = dx * dy;
                    x += dx;
                    xx += dx * dx;
                    double nextY = y + dy;
                    yLost = Kahan.lost(y, yLost, dy, nextY);
                    y = nextY;
                    double nextXy = xy + product;
                    xyLost = Kahan.lost(xy, xyLost, product, nextXy);
                    xy = nextXy;
                }
            }
            end = to;
            int n = to - from;
            if (n < 2) {
                continue;
            }
            if (changed <= from) {
                constant(i, values[from], out);
                continue;
            }
            int at = from * COLUMNS;
            double allX = older[at] + x;
            double allY = older[at + 2] + y + (older[at + 3] + yLost);
            double allXy = older[at + 4] + xy + (older[at + 5] + xyLost);
            double variance = older[at + 1] + xx - allX * allX / n;
            double covariance = allXy - allX * allY / n;
            boolean sound = Math.abs(covariance) > CANCELLED * Math.abs(allXy) && Math.abs(covariance) < Double.POSITIVE_INFINITY;
            if (!sound) {
                out.set(i, plain(samples, edges, frame, i));
            } else if (prediction) {
                double slope = covariance / variance;
                double reached = edges.moment(i) - originMillis + ahead[i] * 1000 - allX / n;
                out.set(i, originValue + (allY / n + slope * reached));
            } else {
                out.set(i, covariance / variance * 1000);
            }
        }
    }

    private void fill(long[] millis, double[] values, int from, int to) {
        originMillis = from == to ? 0 : millis[to - 1];
        originValue = from == to || !Double.isFinite(values[to - 1]) ? 0 : values[to - 1];
        double x = 0;
        double xx = 0;
        double y = 0;
        double yLost = 0;
        double xy = 0;
        double xyLost = 0;
        Arrays.fill(older, to * COLUMNS, (to + 1) * COLUMNS, 0);
        for (int j = to - 1; j >= from; j--) {
            double dx = millis[j] - originMillis;
            double dy = values[j] - originValue;
            double product = dx * dy;
            x += dx;
            xx += dx * dx;
            double nextY = y + dy;
            yLost = Kahan.lost(y, yLost, dy, nextY);
            y = nextY;
            double nextXy = xy + product;
            xyLost = Kahan.lost(xy, xyLost, product, nextXy);
            xy = nextXy;
            int at = j * COLUMNS;
            older[at] = x;
            older[at + 1] = xx;
            older[at + 2] = y;
            older[at + 3] = yLost;
            older[at + 4] = xy;
            older[at + 5] = xyLost;
        }
    }

    private void constant(int step, double value, Track out) {
        out.set(step, Double.isInfinite(value) ? Double.NaN : prediction ? value : 0);
    }

    private double plain(Samples samples, Edges edges, RangeFrame frame, int step) {
        int from = edges.from(step);
        int to = edges.to(step);
        frame.work(to - from);
        if (prediction) {
            return Regression.fit(samples, from, to, edges.moment(step)).at(frame.arguments(1)[step]);
        }
        return Regression.fit(samples, from, to, samples.millis(from)).slope();
    }
}
