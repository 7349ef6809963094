package koboshi.promql;

import koboshi.series.Samples;

/** sum_over_time and avg_over_time at all steps, in {@link Halves}. */
final class SlidingSums implements Sliding {
    private final boolean mean;
    private double[] sums = {};
    private double[] lost = {};

    SlidingSums(boolean mean) {
        this.mean = mean;
    }

    @Override
    public void over(Samples samples, Edges edges, RangeFrame frame, Track out) {
        if (sums.length <= samples.size()) {
            sums = new double[samples.size() + 1];
            lost = new double[samples.size() + 1];
        }
        Halves.slide(edges, new Sums(samples.valueColumn(), frame, out));
    }

    private final class Sums implements Halves {
        private final double[] values;
        private final RangeFrame frame;
        private final Track out;
        private double newer;
        private double newerLost;

        Sums(double[] values, RangeFrame frame, Track out) {
            this.values = values;
            this.frame = frame;
            this.out = out;
        }

        @Override
        public void older(int from, int to) {
            newer = 0;
            newerLost = 0;
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

        @Override
        public void newer(int from, int to) {
            for (int j = from; j < to; j++) {
                double next = newer + values[j];
                newerLost = Kahan.lost(newer, newerLost, values[j], next);
                newer = next;
            }
        }

        @Override
        public void window(int step, int from, int middle, int to) {
            double sum = sums[from] + newer;
            double sumLost = Kahan.lost(sums[from], lost[from] + newerLost, newer, sum);
            double result = mean ? sum / (to - from) + sumLost / (to - from) : sum + sumLost;
            out.set(step, Double.isFinite(result) ? result : plain(from, to));
        }

        /** What overflows, or is no number, comes out as it does in order. */
        private double plain(int from, int to) {
            frame.work(to - from);
            return mean ? OverTime.mean(values, from, to) : OverTime.sum(values, from, to);
        }
    }
}
