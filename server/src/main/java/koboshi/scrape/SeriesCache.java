package koboshi.scrape;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import koboshi.tsdb.SeriesRef;

/**
 * What became of the series of one target, by the bytes it names them in: a series that is known costs no look at its labels.
 *
 * <p>Found by a hash of 128 bits with a secret, so that no target can choose names that collide. Not for two threads at once.
 */
final class SeriesCache {
    private static final long SECRET = new SecureRandom().nextLong();
    private static final long SECOND_SECRET = new SecureRandom().nextLong();
    private static final long FIRST = 0x9e3779b97f4a7c15L;
    private static final long SECOND = 0xd1b54a32d192ed03L;
    private static final long THIRD = 0x8bb84b93962eacc9L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** One series. */
    static final class Known {
        /** By which the store finds it; null where a rule drops it. */
        final SeriesRef ref;
        /** The scrape that said it last, dropped or not. */
        int seen = -1;
        /** Whether the store has it as going on. */
        boolean live;
        /** Whether the target names its moments, so that it does not end when it goes. */
        boolean timed;

        Known(SeriesRef ref) {
            this.ref = ref;
        }
    }

    private long[] upper = new long[64];
    private long[] lower = new long[64];
    private Known[] found = new Known[64];
    private int size;
    /** The hash that was asked for last. */
    private long first;
    private long second;

    /** The series these bytes name, or null. */
    Known find(byte[] bytes, int from, int to) {
        hash(bytes, from, to);
        int mask = found.length - 1;
        for (int at = (int) first & mask; found[at] != null; at = (at + 1) & mask) {
            if (upper[at] == first && lower[at] == second) {
                return found[at];
            }
        }
        return null;
    }

    /** Under the bytes {@link #find} was asked for last, and did not find. */
    Known add(Known known) {
        if (size * 2 >= found.length) {
            rebuild(found.length * 2, _ -> true);
        }
        place(first, second, known);
        return known;
    }

    int size() {
        return size;
    }

    void each(Consumer<Known> what) {
        for (var known : found) {
            if (known != null) {
                what.accept(known);
            }
        }
    }

    /** Forgets the others. */
    void keep(Predicate<Known> kept) {
        int left = 0;
        for (var known : found) {
            left += known != null && kept.test(known) ? 1 : 0;
        }
        rebuild(Math.max(64, Integer.highestOneBit(left) * 4), kept);
    }

    void clear() {
        keep(_ -> false);
    }

    private void rebuild(int capacity, Predicate<Known> kept) {
        var oldUpper = upper;
        var oldLower = lower;
        var old = found;
        upper = new long[capacity];
        lower = new long[capacity];
        found = new Known[capacity];
        size = 0;
        for (int i = 0; i < old.length; i++) {
            if (old[i] != null && kept.test(old[i])) {
                place(oldUpper[i], oldLower[i], old[i]);
            }
        }
    }

    private void place(long one, long two, Known known) {
        int mask = found.length - 1;
        int at = (int) one & mask;
        while (found[at] != null) {
            at = (at + 1) & mask;
        }
        upper[at] = one;
        lower[at] = two;
        found[at] = known;
        size++;
    }

    private void hash(byte[] bytes, int from, int to) {
        long one = SECRET ^ (to - from) * FIRST;
        long two = SECOND_SECRET ^ (to - from) * THIRD;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long next = (long) LONGS.get(bytes, at);
            one = fold(one ^ next, FIRST);
            two = fold(two ^ next, SECOND);
        }
        long tail = 0;
        for (int shift = 0; at < to; at++, shift += 8) {
            tail |= (bytes[at] & 0xffL) << shift;
        }
        first = fold(fold(one ^ tail, FIRST), THIRD);
        second = fold(fold(two ^ tail, SECOND), THIRD);
    }

    private static long fold(long one, long other) {
        return one * other ^ Math.unsignedMultiplyHigh(one, other);
    }
}
