package koboshi.promql;

import koboshi.series.HistogramSum;

/** Sums numbers, or histograms; where both meet there is no sum. */
final class SumGroup implements Aggregates.Group {
    private final double[] sums;
    private final double[] lost;
    private final boolean[] numbers;
    /** null until a histogram comes */
    private HistogramSum[] histograms;
    private String metric = "";
    private final Aggregates.GroupNotes notes;

    SumGroup(int steps, Aggregates.GroupNotes notes) {
        this.sums = new double[steps];
        this.lost = new double[steps];
        this.numbers = new boolean[steps];
        this.notes = notes;
    }

    @Override
    public void add(Track track) {
        boolean all = track.hasHistograms();
        for (int i = 0; i < sums.length; i++) {
            if (all && track.histogram(i) != null) {
                addHistogram(track, i);
            } else if (track.present(i)) {
                double value = track.value(i);
                double next = sums[i] + value;
                lost[i] = Kahan.lost(sums[i], lost[i], value, next);
                sums[i] = next;
                numbers[i] = true;
            }
        }
    }

    private void addHistogram(Track track, int step) {
        if (histograms == null) {
            histograms = new HistogramSum[sums.length];
        }
        if (histograms[step] == null) {
            histograms[step] = new HistogramSum(track.histogram(step));
        } else {
            histograms[step].add(track.histogram(step));
        }
        metric = track.labels().name();
    }

    @Override
    public void finish(Track result) {
        for (int i = 0; i < sums.length; i++) {
            var histogram = histograms == null ? null : histograms[i];
            if (histogram == null) {
                if (numbers[i]) {
                    result.set(i, sums[i] + lost[i]);
                }
            } else if (numbers[i]) {
                notes.mixed();
            } else if (histogram.incompatible()) {
                notes.incompatible(metric);
            } else {
                notes.histograms(histogram);
                result.set(i, histogram.result());
            }
        }
    }
}
