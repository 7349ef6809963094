package koboshi.tsdb;

import java.security.SecureRandom;
import java.util.function.Predicate;

/**
 * Finds series by the bytes in which a sender names them, without reading the labels out of those bytes.
 *
 * <p>A fingerprint has 128 bits and depends on a secret drawn at the start, so that nobody can choose labels whose fingerprints collide. It is only a
 * short cut: what is not found is looked up by its labels.
 */
final class Fingerprints {
    private static final long FIRST = 0x9e3779b97f4a7c15L;
    private static final long SECOND = 0xd1b54a32d192ed03L;
    private static final long THIRD = 0x8bb84b93962eacc9L;
    /** Each place takes two longs and a reference. */
    private static final int PLACE_BYTES = 2 * Long.BYTES + Integer.BYTES;
    /** Half of the places stay free, and two senders may spell the same series in different ways. */
    private static final int PLACES_A_SERIES = 4;

    private final int largest;
    private final long secret;
    private final long secondSecret;
    private long[] upper = new long[1 << 10];
    private long[] lower = new long[1 << 10];
    private HeadSeries[] found = new HeadSeries[1 << 10];
    private int size;

    /** @param maxSeries as many as there may be */
    Fingerprints(int maxSeries) {
        int wanted = (int) Math.min(1 << 30, (long) maxSeries * PLACES_A_SERIES);
        largest = Math.max(found.length, Integer.highestOneBit(Math.max(1, wanted - 1)) << 1);
        var random = new SecureRandom();
        secret = random.nextLong();
        secondSecret = random.nextLong();
    }

    /** The first half of the fingerprint; the second goes into the place given. */
    long of(byte[] bytes, int from, int to, long[] second, int place) {
        long one = secret ^ (to - from) * FIRST;
        long two = secondSecret ^ (to - from) * THIRD;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            long next = (long) Bytes.LONGS.get(bytes, at);
            one = fold(one ^ next, FIRST);
            two = fold(two ^ next, SECOND);
        }
        long tail = 0;
        for (int shift = 0; at < to; at++, shift += 8) {
            tail |= (bytes[at] & 0xffL) << shift;
        }
        second[place] = fold(fold(two ^ tail, SECOND), THIRD);
        return fold(fold(one ^ tail, FIRST), THIRD);
    }

    private static long fold(long one, long other) {
        return one * other ^ Math.unsignedMultiplyHigh(one, other);
    }

    /** The series last put under that fingerprint, or null. */
    HeadSeries find(long first, long second) {
        int mask = found.length - 1;
        for (int at = (int) first & mask; found[at] != null; at = (at + 1) & mask) {
            if (upper[at] == first && lower[at] == second) {
                return found[at];
            }
        }
        return null;
    }

    /** The fingerprint must not be there yet. */
    void put(long first, long second, HeadSeries series) {
        if (size * 2 >= found.length) {
            boolean full = found.length >= largest;
            rebuild(full ? found.length : found.length * 2, _ -> !full);
        }
        place(first, second, series);
    }

    /** Forgets the series that are not to be kept. */
    void keep(Predicate<HeadSeries> kept) {
        rebuild(found.length, kept);
    }

    long bytes() {
        return (long) found.length * PLACE_BYTES;
    }

    private void rebuild(int capacity, Predicate<HeadSeries> kept) {
        var oldUpper = upper;
        var oldLower = lower;
        var oldFound = found;
        upper = new long[capacity];
        lower = new long[capacity];
        found = new HeadSeries[capacity];
        size = 0;
        for (int i = 0; i < oldFound.length; i++) {
            if (oldFound[i] != null && kept.test(oldFound[i])) {
                place(oldUpper[i], oldLower[i], oldFound[i]);
            }
        }
    }

    private void place(long first, long second, HeadSeries series) {
        int mask = found.length - 1;
        int at = (int) first & mask;
        while (found[at] != null) {
            at = (at + 1) & mask;
        }
        upper[at] = first;
        lower[at] = second;
        found[at] = series;
        size++;
    }
}
