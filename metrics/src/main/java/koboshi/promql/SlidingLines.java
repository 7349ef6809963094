package koboshi.promql;

import koboshi.series.Samples;

/**
 * deriv and predict_linear at all steps, in {@link Halves}: least squares from four sums.
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

    SlidingLines(boolean prediction) {
        this.prediction = prediction;
    }

    @Override
    public void over(Samples samples, Edges edges, RangeFrame frame, Track out) {
        older = older.length < samples.size() * COLUMNS ? new double[samples.size() * COLUMNS] : older;
        Halves.slide(edges, new Sums(samples, edges, frame, out));
    }

    private final class Sums implements Halves {
        private final Samples samples;
        private final long[] millis;
        private final double[] values;
        private final Edges edges;
        private final RangeFrame frame;
        private final Track out;
        /** How far each step's prediction reaches, in seconds; null for a derivative. */
        private final double[] ahead;

        private long originMillis;
        private double originValue;
        /** The last sample whose value is another than that before. */
        private int changed;

        private double x;
        private double xx;
        private double y;
        private double yLost;
        private double xy;
        private double xyLost;

        Sums(Samples samples, Edges edges, RangeFrame frame, Track out) {
            this.samples = samples;
            this.millis = samples.millisColumn();
            this.values = samples.valueColumn();
            this.edges = edges;
            this.frame = frame;
            this.out = out;
            this.ahead = prediction ? frame.arguments(1) : null;
        }

        @Override
        public void older(int from, int to) {
            originMillis = millis[to - 1];
            originValue = Double.isFinite(values[to - 1]) ? values[to - 1] : 0;
            clear();
            for (int j = to - 1; j >= from; j--) {
                add(j);
                keep(j * COLUMNS);
            }
            clear();
            look(from + 1, to);
        }

        @Override
        public void newer(int from, int to) {
            for (int j = from; j < to; j++) {
                add(j);
            }
            look(from, to);
        }

        private void clear() {
            x = xx = y = yLost = xy = xyLost = 0;
        }

        private void add(int j) {
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

        private void keep(int at) {
            older[at] = x;
            older[at + 1] = xx;
            older[at + 2] = y;
            older[at + 3] = yLost;
            older[at + 4] = xy;
            older[at + 5] = xyLost;
        }

        private void look(int from, int to) {
            for (int j = from; j < to; j++) {
                changed = values[j] != values[j - 1] ? j : changed;
            }
        }

        @Override
        public void window(int step, int from, int middle, int to) {
            int n = to - from;
            if (n < 2) {
                return;
            }
            if (changed <= from) {
                out.set(step, constant(values[from]));
                return;
            }
            int at = from * COLUMNS;
            double allX = older[at] + x;
            double allY = older[at + 2] + y + (older[at + 3] + yLost);
            double allXy = older[at + 4] + xy + (older[at + 5] + xyLost);
            double variance = older[at + 1] + xx - allX * allX / n;
            double covariance = allXy - allX * allY / n;
            boolean sound = Math.abs(covariance) > CANCELLED * Math.abs(allXy) && Math.abs(covariance) < Double.POSITIVE_INFINITY;
            if (!sound) {
                out.set(step, plain(step, from, to));
            } else if (prediction) {
                double reached = edges.moment(step) - originMillis + ahead[step] * 1000 - allX / n;
                out.set(step, originValue + (allY / n + covariance / variance * reached));
            } else {
                out.set(step, covariance / variance * 1000);
            }
        }

        private double constant(double value) {
            return Double.isInfinite(value) ? Double.NaN : prediction ? value : 0;
        }

        private double plain(int step, int from, int to) {
            frame.work(to - from);
            if (prediction) {
                return Regression.fit(samples, from, to, edges.moment(step)).at(ahead[step]);
            }
            return Regression.fit(samples, from, to, samples.millis(from)).slope();
        }
    }
}
