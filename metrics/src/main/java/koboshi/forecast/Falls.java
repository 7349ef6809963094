package koboshi.forecast;

import java.util.Arrays;
import koboshi.series.Samples;

/** How far a series falls by itself: what a rise must be held against, since what wanders rises as often. */
public final class Falls {
    /** Enough to tell a quantile. */
    private static final int MOST = 500;
    private static final double MOST_OF_THEM = 0.95;

    private Falls() {}

    /**
     * How much the series falls in so long a time, but for one time in twenty: zero where it never falls.
     *
     * @param untilMillis what comes after does not count
     */
    public static double usual(Samples samples, long untilMillis, long lengthMillis) {
        int every = Math.max(1, samples.size() / MOST);
        var falls = new double[samples.size() / every + 1];
        int found = 0;
        int later = 0;
        for (int i = 0; i < samples.size() && samples.millis(i) + lengthMillis <= untilMillis; i += every) {
            while (samples.millis(later) < samples.millis(i) + lengthMillis) {
                later++;
            }
            falls[found++] = Math.max(0, samples.value(i) - samples.value(later));
        }
        Arrays.sort(falls, 0, found);
        return found == 0 ? 0 : falls[(int) (MOST_OF_THEM * (found - 1))];
    }
}
