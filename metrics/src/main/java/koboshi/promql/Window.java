package koboshi.promql;

import java.util.Arrays;
import koboshi.series.Histogram;
import koboshi.series.Samples;

/** The samples of one series in a range that slides forward: after its start, up to and including its end. */
final class Window {
    private final Samples floats;
    private final Samples histograms;
    private int[] resets;
    private boolean[] histogramResets;
    private int floatFrom;
    private int floatTo;
    private int histogramFrom;
    private int histogramTo;
    private long start;
    private long end;

    Window(Samples floats, Samples histograms) {
        this.floats = floats;
        this.histograms = histograms;
    }

    /** Neither bound may go back. */
    void moveTo(long newStart, long newEnd) {
        start = newStart;
        end = newEnd;
        floatFrom = past(floats, floatFrom, newStart);
        floatTo = past(floats, Math.max(floatTo, floatFrom), newEnd);
        histogramFrom = past(histograms, histogramFrom, newStart);
        histogramTo = past(histograms, Math.max(histogramTo, histogramFrom), newEnd);
    }

    private static int past(Samples samples, int from, long moment) {
        int at = from;
        while (at < samples.size() && samples.millis(at) <= moment) {
            at++;
        }
        return at;
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    boolean isEmpty() {
        return floats() + histograms() == 0;
    }

    boolean mixed() {
        return floats() > 0 && histograms() > 0;
    }

    int floats() {
        return floatTo - floatFrom;
    }

    /** All numbers of the series, of which the window holds some. */
    Samples all() {
        return floats;
    }

    /** As {@link #all}, the values alone. */
    double[] numbers() {
        return floats.valueColumn();
    }

    /** Where the window's numbers begin among all. */
    int from() {
        return floatFrom;
    }

    /** Where they end. */
    int to() {
        return floatTo;
    }

    double value(int index) {
        return floats.value(floatFrom + index);
    }

    long millis(int index) {
        return floats.millis(floatFrom + index);
    }

    int histograms() {
        return histogramTo - histogramFrom;
    }

    Histogram histogram(int index) {
        return histograms.histogram(histogramFrom + index);
    }

    long histogramMillis(int index) {
        return histograms.millis(histogramFrom + index);
    }

    /** What the counter had reached each time it started again within the window, summed up. */
    double lostToResets(double onto) {
        if (resets == null) {
            resets = Rates.drops(floats.valueColumn(), floats.size());
        }
        double sum = onto;
        int found = Arrays.binarySearch(resets, floatFrom + 1);
        for (int i = found < 0 ? -found - 1 : found; i < resets.length && resets[i] < floatTo; i++) {
            sum += floats.value(resets[i] - 1);
        }
        return sum;
    }

    /** Whether the histogram there was reset since the one before it. */
    boolean histogramReset(int index) {
        if (histogramResets == null) {
            histogramResets = new boolean[histograms.size()];
            for (int i = 1; i < histogramResets.length; i++) {
                histogramResets[i] = histograms.histogram(i).resetSince(histograms.histogram(i - 1));
            }
        }
        return histogramResets[histogramFrom + index];
    }

    /** Numbers and histograms together, in order of time. */
    Samples merged() {
        var all = new Samples.Builder(floats() + histograms());
        for (int f = 0, h = 0; f < floats() || h < histograms(); ) {
            if (h == histograms() || f < floats() && millis(f) < histogramMillis(h)) {
                all.add(millis(f), value(f++), null);
            } else {
                all.add(histogramMillis(h), Double.NaN, histogram(h++));
            }
        }
        return all.build();
    }
}
