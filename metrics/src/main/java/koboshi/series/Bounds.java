package koboshi.series;

import java.util.Arrays;

/** The upper bounds of custom buckets, ascending, without infinity. */
public final class Bounds {
    public static final Bounds NONE = new Bounds(new double[0]);

    private final double[] values;

    private Bounds(double[] values) {
        this.values = values;
    }

    public static Bounds of(double... ascending) {
        return ascending.length == 0 ? NONE : new Bounds(ascending.clone());
    }

    public int size() {
        return values.length;
    }

    /** The i-th bound; minus infinity before the first, infinity after the last. */
    public double upper(int index) {
        return index < 0 ? Double.NEGATIVE_INFINITY : index < values.length ? values[index] : Double.POSITIVE_INFINITY;
    }

    /** The bucket a finer bucket ending there falls into. */
    int place(double upper) {
        int found = Arrays.binarySearch(values, upper);
        return found < 0 ? -found - 1 : found;
    }

    /** The bounds both have: the finest layout both can be poured into. */
    Bounds shared(Bounds other) {
        return equals(other) ? this : of(Arrays.stream(values).filter(v -> Arrays.binarySearch(other.values, v) >= 0).toArray());
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Bounds that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
