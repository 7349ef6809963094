package koboshi.series;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;

/** Counts by bucket index, ascending, only the populated ones: the sides of a histogram are wide and mostly empty. */
public final class Buckets {
    public static final Buckets NONE = new Buckets(new int[0], new double[0]);

    private final int[] indexes;
    private final double[] counts;

    private Buckets(int[] indexes, double[] counts) {
        this.indexes = indexes;
        this.counts = counts;
    }

    /**
     * Takes the arrays as they are: the caller must not write to them again.
     *
     * @param indexes ascending, as many as counts; buckets counting zero are left out
     */
    public static Buckets of(int[] indexes, double[] counts) {
        if (allPopulated(counts)) {
            return indexes.length == 0 ? NONE : new Buckets(indexes, counts);
        }
        var keptIndexes = new int[indexes.length];
        var keptCounts = new double[indexes.length];
        int size = 0;
        for (int i = 0; i < indexes.length; i++) {
            if (counts[i] != 0) {
                keptIndexes[size] = indexes[i];
                keptCounts[size++] = counts[i];
            }
        }
        return size == 0 ? NONE : new Buckets(Arrays.copyOf(keptIndexes, size), Arrays.copyOf(keptCounts, size));
    }

    private static boolean allPopulated(double[] counts) {
        for (double count : counts) {
            if (count == 0) {
                return false;
            }
        }
        return true;
    }

    /** Neighbouring buckets, the first at the offset. */
    public static Buckets run(int offset, double... given) {
        var counts = given.clone();
        var indexes = new int[counts.length];
        Arrays.setAll(indexes, i -> offset + i);
        return of(indexes, counts);
    }

    public int size() {
        return indexes.length;
    }

    public boolean isEmpty() {
        return indexes.length == 0;
    }

    /** Not to be written to. */
    int[] indexes() {
        return indexes;
    }

    public int index(int place) {
        return indexes[place];
    }

    public double count(int place) {
        return counts[place];
    }

    /** The count of the bucket with that index, zero where it is not populated. */
    public double at(int index) {
        int place = Arrays.binarySearch(indexes, index);
        return place < 0 ? 0 : counts[place];
    }

    /** The smallest count there is, NaN where one is; zero without buckets. */
    public double lowest() {
        return Arrays.stream(counts).min().orElse(0);
    }

    public double total() {
        double total = 0;
        for (double count : counts) {
            total += count;
        }
        return total;
    }

    Buckets map(DoubleUnaryOperator each) {
        return of(indexes, Arrays.stream(counts).map(each).toArray());
    }

    /** Buckets poured into coarser ones; the mapping must not decrease. */
    Buckets regroup(IntUnaryOperator coarser) {
        var newIndexes = new int[indexes.length];
        var newCounts = new double[indexes.length];
        int size = 0;
        for (int i = 0; i < indexes.length; i++) {
            int target = coarser.applyAsInt(indexes[i]);
            if (size == 0 || newIndexes[size - 1] != target) {
                newIndexes[size++] = target;
            }
            newCounts[size - 1] += counts[i];
        }
        return of(Arrays.copyOf(newIndexes, size), Arrays.copyOf(newCounts, size));
    }

    /** Those from that index on. */
    Buckets startingAt(int index) {
        int place = Arrays.binarySearch(indexes, index);
        int first = place < 0 ? -place - 1 : place;
        return first == 0 ? this : of(Arrays.copyOfRange(indexes, first, size()), Arrays.copyOfRange(counts, first, size()));
    }

    /** The counts laid under more indexes than these have, zero where these have none. */
    double[] spread(int[] wider) {
        if (wider.length == counts.length) {
            return counts.clone();
        }
        var spread = new double[wider.length];
        for (int i = 0, place = 0; place < indexes.length; i++) {
            if (wider[i] == indexes[place]) {
                spread[i] = counts[place++];
            }
        }
        return spread;
    }

    /** Whether any bucket counts less than it did before. */
    boolean wentDownSince(Buckets before) {
        for (int i = 0, place = 0; i < before.size(); i++) {
            while (place < size() && indexes[place] < before.indexes[i]) {
                place++;
            }
            double now = place < size() && indexes[place] == before.indexes[i] ? counts[place] : 0;
            if (now < before.counts[i]) {
                return true;
            }
        }
        return false;
    }

    /** All indexes either side has, ascending. */
    static int[] union(int[] one, int[] other) {
        if (other.length == 0 || Arrays.equals(one, other)) {
            return one;
        }
        var merged = new int[one.length + other.length];
        int size = 0;
        for (int i = 0, j = 0; i < one.length || j < other.length; ) {
            int left = i < one.length ? one[i] : Integer.MAX_VALUE;
            int right = j < other.length ? other[j] : Integer.MAX_VALUE;
            merged[size++] = Math.min(left, right);
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }
        return Arrays.copyOf(merged, size);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Buckets that && Arrays.equals(indexes, that.indexes) && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(indexes) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return Arrays.toString(indexes) + Arrays.toString(counts);
    }
}
