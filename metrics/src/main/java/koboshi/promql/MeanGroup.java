package koboshi.promql;

/** Means of numbers, or of histograms; where both meet there is no mean. */
final class MeanGroup implements Aggregates.Group {
    private final Mean[] numbers;
    private final HistogramMean[] histograms;
    private String metric = "";
    private final Aggregates.GroupNotes notes;

    MeanGroup(int steps, Aggregates.GroupNotes notes) {
        this.numbers = new Mean[steps];
        this.histograms = new HistogramMean[steps];
        this.notes = notes;
    }

    @Override
    public void add(Track track) {
        for (int i = 0; i < numbers.length; i++) {
            if (track.number(i)) {
                numbers[i] = numbers[i] == null ? new Mean() : numbers[i];
                numbers[i].add(track.value(i));
            } else if (track.present(i)) {
                addHistogram(track, i);
            }
        }
    }

    private void addHistogram(Track track, int step) {
        metric = track.labels().name();
        if (histograms[step] == null) {
            histograms[step] = new HistogramMean(track.histogram(step));
        } else {
            histograms[step].add(track.histogram(step));
        }
    }

    @Override
    public void finish(Track result) {
        for (int i = 0; i < numbers.length; i++) {
            if (histograms[i] == null) {
                if (numbers[i] != null) {
                    result.set(i, numbers[i].result());
                }
            } else if (numbers[i] != null) {
                notes.mixed();
            } else if (histograms[i].total().incompatible()) {
                notes.incompatible(metric);
            } else {
                notes.histograms(histograms[i].total());
                result.set(i, histograms[i].result());
            }
        }
    }
}
