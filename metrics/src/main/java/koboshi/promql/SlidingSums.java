package koboshi.promql;

import koboshi.series.Samples;

/**
 * sum_over_time and avg_over_time at all steps.
 *
 * <p>A window is an older part, whose sums from each sample to the part's end are kept, and a newer part, which is summed as it grows. When the older part is
 * used up, the newer becomes the older. So each sample is added twice, whatever the window's length, and nothing is ever subtracted: no window suffers from the
 * size of what has left it.
 */
final class SlidingSums implements Sliding {
    private final boolean mean;
    private double[] sums = {};
    private double[] lost = {};

    SlidingSums(boolean mean) {
        this.mean = mean;
    }

    @Override
    public void over(Samples samples, Edges edges, RangeFrame frame, Track out) {
        var values = samples.valueColumn();
        room(samples.size() + 1);
        int middle = 0;
        int end = 0;
        double newer = 0;
        double newerLost = 0;
        for (int i = 0; i < edges.count(); i++) {
            int from = edges.from(i);
            int to = edges.to(i);
            if (from == to) {
                continue;
            }
            if (from >= middle) {
                older(values, from, to);
                middle = to;
                newer = 0;
                newerLost = 0;
            } else {
                for (int j = end; j < to; j++) {
                    double next = newer + values[j];
                    newerLost = Kahan.lost(newer, newerLost, values[j], next);
                    newer = next;
                }
            }
            end = to;
            double sum = sums[from] + newer;
            double sumLost = Kahan.lost(sums[from], lost[from] + newerLost, newer, sum);
            double result = mean ? sum / (to - from) + sumLost / (to - from) : sum + sumLost;
            out.set(i, Double.isFinite(result) ? result : plain(values, from, to, frame));
        }
    }

    private void older(double[] values, int from, int to) {
        double sum = 0;
        double sumLost = 0;
        sums[to] = 0;
        lost[to] = 0;
        for (int j = to - 1; j >= from; j--) {
            double next = sum + values[j];
            sumLost = Kahan.lost(sum, sumLost, values[j], next);
            sum = next;
            sums[j] = sum;
            lost[j] = sumLost;
        }
    }

    /** What overflows, or is no number, comes out as it does in order. */
    private double plain(double[] values, int from, int to, RangeFrame frame) {
        frame.work(to - from);
        return mean ? OverTime.mean(values, from, to) : OverTime.sum(values, from, to);
    }

    private void room(int size) {
        if (sums.length < size) {
            sums = new double[size];
            lost = new double[size];
        }
    }
}
