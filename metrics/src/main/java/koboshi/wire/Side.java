package koboshi.wire;

import java.util.Arrays;
import koboshi.series.Buckets;

/** One side of a histogram in a message: runs of neighbouring buckets, and their counts in order. */
final class Side {
    private static final int LARGEST_INDEX = 1 << 24;

    private int[] offsets = new int[2];
    private long[] lengths = new long[2];
    private int spans;
    private long[] deltas = new long[8];
    private int deltaCount;
    private double[] counts = {};

    void span(Cursor cursor) {
        int outer = cursor.end;
        int behind = cursor.endOfBytes();
        cursor.end = behind;
        int offset = 0;
        long length = 0;
        while (cursor.more()) {
            int tag = cursor.tag();
            switch (tag) {
                case 1 << 3 | Cursor.VARINT -> offset = cursor.zigzag32();
                case 2 << 3 | Cursor.VARINT -> length = cursor.varint() & 0xffff_ffffL;
                default -> {
                    cursor.refuseKind(tag, 1, 2);
                    cursor.skip(tag);
                }
            }
        }
        cursor.end = outer;
        add(offset, length);
    }

    private void add(int offset, long length) {
        if (spans == offsets.length) {
            offsets = Arrays.copyOf(offsets, spans * 2);
            lengths = Arrays.copyOf(lengths, spans * 2);
        }
        offsets[spans] = offset;
        lengths[spans++] = length;
    }

    void deltas(Cursor cursor, int tag) {
        if ((tag & 7) == Cursor.VARINT) {
            delta(cursor.zigzag());
            return;
        }
        int outer = cursor.end;
        int behind = cursor.endOfBytes();
        cursor.end = behind;
        while (cursor.more()) {
            delta(cursor.zigzag());
        }
        cursor.end = outer;
    }

    private void delta(long delta) {
        if (deltaCount == deltas.length) {
            deltas = Arrays.copyOf(deltas, deltaCount * 2);
        }
        deltas[deltaCount++] = delta;
    }

    void counts(Cursor cursor, int tag) {
        counts = HistogramMessage.numbers(cursor, tag, counts);
    }

    /** @param start where the histogram begins, for what must be said about it */
    Buckets buckets(boolean integers, int start) {
        var all = integers ? summed() : counts;
        var indexes = new int[all.length];
        int size = 0;
        long index = 0;
        for (int i = 0; i < spans; i++) {
            index += offsets[i];
            if (lengths[i] > all.length - size || i > 0 && offsets[i] < 0 || Math.abs(index) + lengths[i] > LARGEST_INDEX) {
                throw new WireError(start, "the spans of a histogram do not fit its buckets");
            }
            for (long left = lengths[i]; left > 0; left--) {
                indexes[size++] = (int) index++;
            }
        }
        return checked(indexes, all, size, start);
    }

    private static Buckets checked(int[] indexes, double[] all, int size, int start) {
        if (size != all.length) {
            throw new WireError(start, "a histogram has " + all.length + " buckets where its spans have " + size);
        }
        for (double one : all) {
            if (!(one >= 0)) {
                throw new WireError(start, "a bucket of a histogram counts " + one);
            }
        }
        return Buckets.of(indexes, all);
    }

    private double[] summed() {
        var all = new double[deltaCount];
        long count = 0;
        for (int i = 0; i < deltaCount; i++) {
            count += deltas[i];
            all[i] = count;
        }
        return all;
    }
}
