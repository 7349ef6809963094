package koboshi.tsdb;

import java.util.Arrays;

/**
 * Whole numbers in as few bits as most of them need.
 *
 * <p>The numbers themselves, their differences, or the differences of those are written, whichever is smallest, in groups of up to 256: a base, a width, each
 * number's distance from the base in that many bits, and the few that do not fit apart with their places. A counter that starts again thus costs a few bytes,
 * not a wider column.
 */
final class Packed {
    private static final int GROUP = 256;
    private static final int MOST_ORDERS = 2;
    /** How many of the smallest numbers may lie below the base. */
    private static final int[] BASES = {0, 1, 2, 4, 8};

    private final long[] differences = new long[GROUP * 8];
    private final long[] sorted = new long[GROUP];
    /** What the last plan settled on. */
    private long base;

    private int width;
    private int cost;

    void encode(long[] numbers, int size, Bytes to) {
        int best = order(numbers, size);
        to.put(best);
        long[] work = size <= differences.length ? differences : new long[size];
        System.arraycopy(numbers, 0, work, 0, size);
        for (int o = 0; o < best; o++) {
            difference(work, o + 1, size);
        }
        for (int o = 0; o < Math.min(best, size); o++) {
            to.putSigned(work[o]);
        }
        for (int from = best; from < size; from += GROUP) {
            group(work, from, Math.min(size, from + GROUP), to);
        }
    }

    /** How many times to take differences, judged by the first group. */
    private int order(long[] numbers, int size) {
        int seen = Math.min(size, GROUP);
        var work = Arrays.copyOf(numbers, seen);
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int o = 0; o <= MOST_ORDERS && o < seen; o++) {
            if (o > 0) {
                difference(work, o, seen);
            }
            plan(work, o, seen);
            if (cost < least) {
                least = cost;
                best = o;
            }
        }
        return best;
    }

    private static void difference(long[] work, int from, int size) {
        for (int i = size - 1; i >= from; i--) {
            work[i] -= work[i - 1];
        }
    }

    private void group(long[] work, int from, int to, Bytes out) {
        plan(work, from, to);
        out.putSigned(base);
        out.put(width);
        int exceptionsAt = out.zeros(2);
        int packed = out.zeros(((to - from) * width + 7) / 8);
        out.need(Long.BYTES);
        int exceptions = pack(work, from, to, out, packed);
        out.setByte(exceptionsAt, exceptions);
        out.setByte(exceptionsAt + 1, exceptions >>> 8);
    }

    /** Writes those that fit; the others go to the end with their places. */
    private int pack(long[] work, int from, int to, Bytes out, int packed) {
        int exceptions = 0;
        for (int i = from; i < to; i++) {
            long distance = work[i] - base;
            if (fits(distance, width)) {
                putBits(out.array(), packed * 8L + (long) (i - from) * width, distance, width);
            } else {
                out.put(i - from);
                out.putSigned(distance);
                exceptions++;
            }
        }
        return exceptions;
    }

    private static boolean fits(long distance, int width) {
        return width == 64 || distance >>> width == 0;
    }

    /** The bits must be zero before; only those asked for are touched, the bytes behind them may hold something else already. */
    private static void putBits(byte[] array, long bit, long value, int width) {
        long rest = value;
        int left = width;
        int at = (int) (bit >>> 3);
        int shift = (int) (bit & 7);
        while (left > 0) {
            array[at] |= (byte) (rest << shift);
            int written = 8 - shift;
            rest >>>= written;
            left -= written;
            shift = 0;
            at++;
        }
    }

    /** Finds base and width with the least cost in bytes. */
    private void plan(long[] work, int from, int to) {
        int size = to - from;
        System.arraycopy(work, from, sorted, 0, size);
        Arrays.sort(sorted, 0, size);
        cost = Integer.MAX_VALUE;
        long spread = sorted[size - 1] - sorted[0];
        for (int below : BASES) {
            if (below >= size || (below > 0 && spread >= 0 && spread < 8)) {
                break;
            }
            plan(size, below);
        }
    }

    /** A wider column costs every number a bit, a narrower one costs each exception its place and itself. */
    private void plan(int size, int below) {
        long least = sorted[below];
        int outside = below;
        int outsideBytes = 0;
        for (int i = 0; i < below; i++) {
            outsideBytes += 1 + length(sorted[i] - least);
        }
        int last = size - 1;
        for (int bits = bits(sorted[last] - least); ; bits--) {
            while (last >= below && !fits(sorted[last] - least, bits)) {
                outsideBytes += 1 + length(sorted[last] - least);
                outside++;
                last--;
            }
            int bytes = length(least) + 3 + (size * bits + 7) / 8 + outsideBytes;
            if (bytes < cost) {
                cost = bytes;
                base = least;
                width = bits;
            }
            if (bits == 0 || outside > size / 4) {
                return;
            }
        }
    }

    private static int bits(long value) {
        return 64 - Long.numberOfLeadingZeros(value);
    }

    private static int length(long signed) {
        return (bits(Bytes.zigzag(signed) | 1) + 6) / 7;
    }

    /** The array behind the cursor must go on for eight bytes after what is read. */
    static void decode(Cursor from, long[] numbers, int size) {
        int order = from.next();
        if (order > MOST_ORDERS) {
            throw new Damaged("differences of order " + order);
        }
        for (int o = 0; o < Math.min(order, size); o++) {
            numbers[o] = from.signed();
        }
        for (int at = order; at < size; at += GROUP) {
            unpack(from, numbers, at, Math.min(size, at + GROUP));
        }
        for (int o = order; o > 0; o--) {
            sum(numbers, o, size);
        }
    }

    private static void sum(long[] numbers, int from, int size) {
        long last = from <= size ? numbers[from - 1] : 0;
        for (int i = from; i < size; i++) {
            last += numbers[i];
            numbers[i] = last;
        }
    }

    private static void unpack(Cursor from, long[] numbers, int at, int to) {
        long base = from.signed();
        int width = from.next();
        int exceptions = from.next() | from.next() << 8;
        if (width > 64 || exceptions > to - at) {
            throw new Damaged("numbers of " + width + " bits with " + exceptions + " exceptions");
        }
        int packed = from.skip(((to - at) * width + 7) / 8);
        if (width == 0) {
            Arrays.fill(numbers, at, to, base);
        } else if (width <= 57) {
            narrow(from.array(), packed, numbers, at, to, base, width);
        } else {
            wide(from.array(), packed, numbers, at, to, base, width);
        }
        for (int i = 0; i < exceptions; i++) {
            int place = at + from.next();
            if (place >= to) {
                throw new Damaged("an exception outside of its group");
            }
            numbers[place] = base + from.signed();
        }
    }

    private static void narrow(byte[] array, int packed, long[] numbers, int at, int to, long base, int width) {
        long mask = (1L << width) - 1;
        int bit = 0;
        for (int i = at; i < to; i++, bit += width) {
            numbers[i] = base + (((long) Bytes.LONGS.get(array, packed + (bit >>> 3)) >>> (bit & 7)) & mask);
        }
    }

    /** Up to 64 bits do not lie in one long once they start within a byte. */
    private static void wide(byte[] array, int packed, long[] numbers, int at, int to, long base, int width) {
        long mask = width == 64 ? -1 : (1L << width) - 1;
        int bit = 0;
        for (int i = at; i < to; i++, bit += width) {
            int start = packed + (bit >>> 3);
            int shift = bit & 7;
            long low = (long) Bytes.LONGS.get(array, start) >>> shift;
            long high = shift == 0 ? 0 : (long) array[start + 8] << (64 - shift);
            numbers[i] = base + ((low | high) & mask);
        }
    }
}
