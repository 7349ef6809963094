package koboshi.tsdb;

/**
 * Turns values that people or programs rounded, such as 12.34, into whole numbers and a common power of ten.
 *
 * <p>Exact or not at all: a value is taken only if the whole number divided by the power of ten gives the same 64 bits. Both are below 2^53 and the powers up
 * to 10^15 are exact, so that the division is correctly rounded, and a larger common power serves for values that need a smaller one.
 */
final class Decimals {
    private static final int MOST_PLACES = 15;
    private static final double EXACT = 1L << 53;
    /** Whole numbers above 2^53 are still doubles; below 2^62 neither they nor their differences overflow. */
    private static final double WHOLE = 1L << 62;

    static final double[] POWERS = new double[MOST_PLACES + 1];

    static {
        double power = 1;
        for (int i = 0; i <= MOST_PLACES; i++, power *= 10) {
            POWERS[i] = power;
        }
    }

    private Decimals() {}

    /** The places behind the point that all values need, or -1 where one of them is no such number. Oddities (NaN, infinities, -0) are overlooked. */
    static int places(double[] values, int size) {
        int places = 0;
        for (int i = 0; i < size; i++) {
            double value = values[i];
            if (!odd(value)) {
                while (!exact(value, places)) {
                    if (++places > MOST_PLACES) {
                        return -1;
                    }
                }
            }
        }
        return places;
    }

    /** Whether a value has no place among whole numbers at all. */
    static boolean odd(double value) {
        return Double.isNaN(value) || Double.isInfinite(value) || value == 0 && Double.doubleToRawLongBits(value) != 0;
    }

    private static boolean exact(double value, int places) {
        double scaled = Math.rint(value * POWERS[places]);
        return Math.abs(scaled) < (places == 0 ? WHOLE : EXACT) && scaled / POWERS[places] == value;
    }

    static boolean fits(double value, int places) {
        return !odd(value) && exact(value, places);
    }

    static long whole(double value, int places) {
        return (long) Math.rint(value * POWERS[places]);
    }
}
