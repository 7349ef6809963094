package koboshi.series;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/** Samples in order of time, held in columns; a list like any other to those who read a few. */
public final class Samples extends AbstractList<Sample> implements RandomAccess {
    public static final Samples NONE = new Samples(new long[0], new double[0], null, 0);

    private final long[] millis;
    private final double[] values;
    /** null where all samples are numbers */
    private final Histogram[] histograms;
    private final int size;

    private Samples(long[] millis, double[] values, Histogram[] histograms, int size) {
        this.millis = millis;
        this.values = values;
        this.histograms = histograms;
        this.size = size;
    }

    /**
     * Takes the arrays as they are: the caller must not write to them again.
     *
     * @param histograms null where all samples are numbers; else null at the numbers
     */
    public static Samples of(long[] millis, double[] values, Histogram[] histograms) {
        return new Samples(millis, values, histograms, millis.length);
    }

    public static Samples copyOf(List<Sample> list) {
        if (list instanceof Samples columns) {
            return columns;
        }
        var build = new Builder(list.size());
        list.forEach(sample -> build.add(sample.millis(), sample.value(), sample.histogram()));
        return build.build();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Sample get(int index) {
        return new Sample(millis(index), value(index), histogram(index));
    }

    public long millis(int index) {
        return millis[index];
    }

    public double value(int index) {
        return values[index];
    }

    /** The moments themselves, for long loops: longer than {@link #size} perhaps, and never to be written to. */
    public long[] millisColumn() {
        return millis;
    }

    /** The values themselves, for long loops: longer than {@link #size} perhaps, and never to be written to. */
    public double[] valueColumn() {
        return values;
    }

    /** The histogram there, or null where the sample is a number. */
    public Histogram histogram(int index) {
        return histograms == null ? null : histograms[index];
    }

    public boolean hasHistograms() {
        return histograms != null;
    }

    public boolean staleAt(int index) {
        return Sample.isStale(values[index]) && histogram(index) == null;
    }

    /** The index of the first sample after the moment. */
    public int firstAfter(long moment) {
        int found = Arrays.binarySearch(millis, 0, size, moment);
        return found < 0 ? -found - 1 : found + 1;
    }

    /** Grows columns sample by sample. */
    public static final class Builder {
        private long[] millis;
        private double[] values;
        private Histogram[] histograms;
        private int size;

        public Builder(int capacity) {
            millis = new long[capacity];
            values = new double[capacity];
        }

        /** @param histogram null for a number */
        public Builder add(long moment, double value, Histogram histogram) {
            if (size == millis.length) {
                grow();
            }
            if (histogram != null && histograms == null) {
                histograms = new Histogram[millis.length];
            }
            millis[size] = moment;
            values[size] = value;
            if (histograms != null) {
                histograms[size] = histogram;
            }
            size++;
            return this;
        }

        private void grow() {
            int capacity = Math.max(8, size * 2);
            millis = Arrays.copyOf(millis, capacity);
            values = Arrays.copyOf(values, capacity);
            histograms = histograms == null ? null : Arrays.copyOf(histograms, capacity);
        }

        public int size() {
            return size;
        }

        public Samples build() {
            return size == 0 ? NONE : new Samples(millis, values, histograms, size);
        }
    }
}
