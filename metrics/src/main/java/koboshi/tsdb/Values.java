package koboshi.tsdb;

import java.util.Arrays;

/** A column of numbers without their moments: as one value, or as whole numbers with the odd ones apart, or not at all. */
final class Values {
    private static final int SAME = 0;
    private static final int WHOLE = 1;
    private static final int RAW = 2;

    private final Packed packed = new Packed();
    private long[] whole = new long[512];
    private int[] odd = new int[64];

    /** @return false if these are no short decimals: nothing was written then */
    boolean encode(double[] values, int size, Bytes to) {
        if (allSame(values, size)) {
            to.put(SAME);
            to.putDouble(values[0]);
            return true;
        }
        int places = Decimals.places(values, size);
        int odds = places < 0 ? -1 : oddities(values, size);
        if (odds < 0) {
            return false;
        }
        to.put(WHOLE | places << 4);
        scale(values, size, places);
        to.putVarint(odds);
        for (int i = 0; i < odds; i++) {
            to.putVarint(odd[i]);
            to.putDouble(values[odd[i]]);
        }
        packed.encode(whole, size, to);
        return true;
    }

    /** As {@link #encode}, with the plain eight bytes where nothing is smaller. */
    void encodeAny(double[] values, int size, Bytes to) {
        if (!encode(values, size, to)) {
            to.put(RAW);
            for (int i = 0; i < size; i++) {
                to.putDouble(values[i]);
            }
        }
    }

    private static boolean allSame(double[] values, int size) {
        long first = Double.doubleToRawLongBits(values[0]);
        for (int i = 1; i < size; i++) {
            if (Double.doubleToRawLongBits(values[i]) != first) {
                return false;
            }
        }
        return true;
    }

    /** @return how many there are, or -1 if they are too many for this encoding to pay */
    private int oddities(double[] values, int size) {
        int odds = 0;
        for (int i = 0; i < size; i++) {
            if (Decimals.odd(values[i])) {
                if (odds == odd.length || odds >= size / 8 + 1) {
                    return -1;
                }
                odd[odds++] = i;
            }
        }
        return odds;
    }

    /** An odd value repeats the whole number before it, which costs nothing. */
    private void scale(double[] values, int size, int places) {
        whole = whole.length < size ? new long[size] : whole;
        long last = 0;
        for (int i = 0; i < size; i++) {
            last = Decimals.odd(values[i]) ? last : Decimals.whole(values[i], places);
            whole[i] = last;
        }
    }

    /** The array behind the cursor must go on for eight bytes after what is read. */
    static void decode(Cursor from, double[] values, int at, int size, long[] scratch) {
        int kind = from.next();
        switch (kind & 0xf) {
            case SAME -> Arrays.fill(values, at, at + size, from.nextDouble());
            case WHOLE -> decodeWhole(from, kind >>> 4, values, at, size, scratch);
            case RAW -> {
                for (int i = at; i < at + size; i++) {
                    values[i] = from.nextDouble();
                }
            }
            default -> throw new Damaged("values of kind " + kind);
        }
    }

    private static void decodeWhole(Cursor from, int places, double[] values, int at, int size, long[] scratch) {
        int odds = from.count(size);
        int oddsAt = from.at();
        for (int i = 0; i < odds; i++) {
            from.count(size - 1);
            from.skip(Double.BYTES);
        }
        Packed.decode(from, scratch, size);
        if (places == 0) {
            for (int i = 0; i < size; i++) {
                values[at + i] = scratch[i];
            }
        } else {
            double power = Decimals.POWERS[places];
            for (int i = 0; i < size; i++) {
                values[at + i] = scratch[i] / power;
            }
        }
        var again = new Cursor(from.array(), oddsAt, from.at());
        for (int i = 0; i < odds; i++) {
            values[at + again.count(size - 1)] = again.nextDouble();
        }
    }
}
