package koboshi.promql;

import koboshi.series.Samples;

/**
 * stdvar_over_time and stddev_over_time at all steps: an older and a newer part, as in {@link SlidingSums}, each with its mean and its squares around it.
 *
 * <pre>squares = squares1 + squares2 + (mean1 - mean2)^2 n1 n2 / (n1 + n2)</pre>
 *
 * Values are taken relative to one of the window, so that a large one that hardly changes keeps its digits.
 */
final class SlidingVariances implements Sliding {
    private final boolean root;
    private double[] means = {};
    private double[] squares = {};
    private double origin;

    SlidingVariances(boolean root) {
        this.root = root;
    }

    @Override
    public void over(Samples samples, Edges edges, RangeFrame frame, Track out) {
        var values = samples.valueColumn();
        if (means.length <= samples.size()) {
            means = new double[samples.size() + 1];
            squares = new double[samples.size() + 1];
        }
        int middle = 0;
        int end = 0;
        double mean = 0;
        double newer = 0;
        for (int i = 0; i < edges.count(); i++) {
            int from = edges.from(i);
            int to = edges.to(i);
            if (from == to) {
                continue;
            }
            if (from >= middle) {
                older(values, from, to);
                middle = to;
                mean = 0;
                newer = 0;
            } else {
                for (int j = end; j < to; j++) {
                    double value = values[j] - origin;
                    double apart = value - mean;
                    mean += apart / (j - middle + 1);
                    newer += apart * (value - mean);
                }
            }
            end = to;
            double apart = mean - means[from];
            double variance = (squares[from] + newer + apart * apart * (middle - from) * (to - middle) / (to - from)) / (to - from);
            variance = variance < Double.POSITIVE_INFINITY ? variance : plain(values, from, to, frame);
            out.set(i, root ? Math.sqrt(variance) : variance);
        }
    }

    private void older(double[] values, int from, int to) {
        origin = Double.isFinite(values[to - 1]) ? values[to - 1] : 0;
        double mean = 0;
        double sum = 0;
        for (int j = to - 1; j >= from; j--) {
            double value = values[j] - origin;
            double apart = value - mean;
            mean += apart / (to - j);
            sum += apart * (value - mean);
            means[j] = mean;
            squares[j] = sum;
        }
    }

    private static double plain(double[] values, int from, int to, RangeFrame frame) {
        frame.work(to - from);
        var variance = new Variance();
        for (int i = from; i < to; i++) {
            variance.add(values[i]);
        }
        return variance.result();
    }
}
