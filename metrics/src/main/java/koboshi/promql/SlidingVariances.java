package koboshi.promql;

import koboshi.series.Samples;

/**
 * stdvar_over_time and stddev_over_time at all steps, in {@link Halves}, each with its mean and its squares around it.
 *
 * <pre>squares = squares1 + squares2 + (mean1 - mean2)^2 n1 n2 / (n1 + n2)</pre>
 *
 * Values are taken relative to one of the window, so that a large one that hardly changes keeps its digits.
 */
final class SlidingVariances implements Sliding {
    private final boolean root;
    private double[] means = {};
    private double[] squares = {};

    SlidingVariances(boolean root) {
        this.root = root;
    }

    @Override
    public void over(Samples samples, Edges edges, RangeFrame frame, Track out) {
        if (means.length <= samples.size()) {
            means = new double[samples.size() + 1];
            squares = new double[samples.size() + 1];
        }
        Halves.slide(edges, new Variances(samples.valueColumn(), frame, out));
    }

    private final class Variances implements Halves {
        private final double[] values;
        private final RangeFrame frame;
        private final Track out;
        private double origin;
        private double mean;
        private double newer;
        private int count;

        Variances(double[] values, RangeFrame frame, Track out) {
            this.values = values;
            this.frame = frame;
            this.out = out;
        }

        @Override
        public void older(int from, int to) {
            mean = 0;
            newer = 0;
            count = 0;
            origin = Double.isFinite(values[to - 1]) ? values[to - 1] : 0;
            double olderMean = 0;
            double sum = 0;
            for (int j = to - 1; j >= from; j--) {
                double value = values[j] - origin;
                double apart = value - olderMean;
                olderMean += apart / (to - j);
                sum += apart * (value - olderMean);
                means[j] = olderMean;
                squares[j] = sum;
            }
        }

        @Override
        public void newer(int from, int to) {
            for (int j = from; j < to; j++) {
                double value = values[j] - origin;
                double apart = value - mean;
                mean += apart / ++count;
                newer += apart * (value - mean);
            }
        }

        @Override
        public void window(int step, int from, int middle, int to) {
            double apart = mean - means[from];
            double variance = (squares[from] + newer + apart * apart * (middle - from) * (to - middle) / (to - from)) / (to - from);
            variance = variance < Double.POSITIVE_INFINITY ? variance : plain(from, to);
            out.set(step, root ? Math.sqrt(variance) : variance);
        }

        private double plain(int from, int to) {
            frame.work(to - from);
            var variance = new Variance();
            for (int i = from; i < to; i++) {
                variance.add(values[i]);
            }
            return variance.result();
        }
    }
}
