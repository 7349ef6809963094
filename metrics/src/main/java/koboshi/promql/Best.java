package koboshi.promql;

import java.util.Arrays;

/**
 * The k best numbers of each step and whose they are, while one series after the other is offered: no series has to be kept.
 *
 * <p>By step a heap with the worst on top. Numbers are turned into whole numbers that rise from the best to the worst, NaN being the worst both ways; of equal
 * ones those that came first are better.
 */
final class Best {
    private static final long NAN = Long.MAX_VALUE;
    private static final long[] NO_RANKS = {};
    private static final int[] NO_OWNERS = {};
    private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;

    private final long flip;
    private final int[] limits;
    private final long[][] ranks;
    private final int[][] owners;
    private final int[] sizes;
    private final Budget budget;

    /** @param limits how many at most, by step */
    Best(boolean greatest, int[] limits, Budget budget) {
        this.flip = greatest ? -1 : 0;
        this.limits = limits;
        this.budget = budget;
        this.ranks = new long[limits.length][];
        this.owners = new int[limits.length][];
        this.sizes = new int[limits.length];
        Arrays.fill(ranks, NO_RANKS);
        Arrays.fill(owners, NO_OWNERS);
    }

    /** @param owner above that of every series before */
    void offer(int step, double value, int owner) {
        long rank = rank(value);
        int size = sizes[step];
        if (size >= limits[step]) {
            if (size > 0 && rank < ranks[step][0]) {
                sink(step, rank, owner);
            }
        } else {
            rise(step, rank, owner);
        }
    }

    private long rank(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return Double.isNaN(value) ? NAN : bits ^ (bits >> 63 & Long.MAX_VALUE) ^ flip;
    }

    private double value(long rank) {
        long bits = rank ^ flip;
        return rank == NAN ? Double.NaN : Double.longBitsToDouble(bits ^ (bits >> 63 & Long.MAX_VALUE));
    }

    /** In place of the worst. */
    private void sink(int step, long rank, int owner) {
        var heap = ranks[step];
        var whose = owners[step];
        int size = sizes[step];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            child = child + 1 < size && worse(heap[child + 1], whose[child + 1], heap[child], whose[child]) ? child + 1 : child;
            if (!worse(heap[child], whose[child], rank, owner)) {
                break;
            }
            heap[at] = heap[child];
            whose[at] = whose[child];
            at = child;
        }
        heap[at] = rank;
        whose[at] = owner;
    }

    private void rise(int step, long rank, int owner) {
        int at = sizes[step]++;
        if (at == ranks[step].length) {
            grow(step);
        }
        var heap = ranks[step];
        var whose = owners[step];
        for (int parent = (at - 1) / 2; at > 0 && worse(rank, owner, heap[parent], whose[parent]); parent = (at - 1) / 2) {
            heap[at] = heap[parent];
            whose[at] = whose[parent];
            at = parent;
        }
        heap[at] = rank;
        whose[at] = owner;
    }

    private void grow(int step) {
        int more = Math.max(4, ranks[step].length);
        budget.hold((long) more * ENTRY_BYTES);
        ranks[step] = Arrays.copyOf(ranks[step], ranks[step].length + more);
        owners[step] = Arrays.copyOf(owners[step], owners[step].length + more);
    }

    private static boolean worse(long rank, int owner, long otherRank, int otherOwner) {
        return rank > otherRank || rank == otherRank && owner > otherOwner;
    }

    int size(int step) {
        return sizes[step];
    }

    int owner(int step, int place) {
        return owners[step][place];
    }

    double value(int step, int place) {
        return value(ranks[step][place]);
    }

    /** The lower, the better. */
    long rank(int step, int place) {
        return ranks[step][place];
    }
}
