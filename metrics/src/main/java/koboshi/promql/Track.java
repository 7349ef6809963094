package koboshi.promql;

import koboshi.series.Histogram;
import koboshi.series.Labels;

/** A series evaluated at every step: a number, a histogram, or nothing at each. */
final class Track {
    private static final int OVERHEAD_BYTES = 96;
    private static final int HISTOGRAM_BYTES = 300;

    private final Labels labels;
    private final boolean nameless;
    private final double[] values;
    private final boolean[] present;
    /** null where there is no histogram at all */
    private Histogram[] histograms;

    /** @param nameless whether the name is to go at the end of the query */
    Track(Labels labels, boolean nameless, int steps) {
        this(labels, nameless, new double[steps], new boolean[steps], null);
    }

    private Track(Labels labels, boolean nameless, double[] values, boolean[] present, Histogram[] histograms) {
        this.labels = labels;
        this.nameless = nameless;
        this.values = values;
        this.present = present;
        this.histograms = histograms;
    }

    /** The same values under other labels; the arrays are shared. */
    Track named(Labels other, boolean withoutName) {
        return new Track(other, withoutName, values, present, histograms);
    }

    Labels labels() {
        return labels;
    }

    boolean nameless() {
        return nameless;
    }

    int steps() {
        return values.length;
    }

    boolean present(int step) {
        return present[step];
    }

    boolean number(int step) {
        return present[step] && (histograms == null || histograms[step] == null);
    }

    double value(int step) {
        return values[step];
    }

    /** The histogram at that step, or null. */
    Histogram histogram(int step) {
        return histograms == null ? null : histograms[step];
    }

    boolean hasHistograms() {
        return histograms != null;
    }

    void set(int step, double value) {
        values[step] = value;
        present[step] = true;
    }

    void set(int step, Histogram histogram) {
        if (histograms == null) {
            histograms = new Histogram[values.length];
        }
        histograms[step] = histogram;
        values[step] = Double.NaN;
        present[step] = true;
    }

    /** Takes over what another track holds at a step of its own. */
    void set(int step, Track other, int from) {
        var histogram = other.histogram(from);
        if (histogram != null) {
            set(step, histogram);
        } else {
            set(step, other.value(from));
        }
    }

    boolean isEmpty() {
        for (boolean here : present) {
            if (here) {
                return false;
            }
        }
        return true;
    }

    /** What it takes in memory, roughly; histograms by what most of them take. */
    long bytes() {
        long bytes = OVERHEAD_BYTES + bytes(values.length);
        for (int i = 0; histograms != null && i < histograms.length; i++) {
            bytes += histograms[i] == null ? Long.BYTES : HISTOGRAM_BYTES;
        }
        return bytes;
    }

    /** What one of numbers takes. */
    static long bytes(int steps) {
        return (long) steps * (Double.BYTES + 1);
    }

    int points() {
        int points = 0;
        for (boolean here : present) {
            points += here ? 1 : 0;
        }
        return points;
    }
}
