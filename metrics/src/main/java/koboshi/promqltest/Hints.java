package koboshi.promqltest;

import koboshi.series.Histogram;
import koboshi.series.Histogram.Reset;

/** The hints about resets a database puts to the histograms it keeps. */
public final class Hints {
    private Hints() {}

    /**
     * The histogram as it is read back. A database says that nothing was reset only where it is sure.
     *
     * @param before the one before it in its series; null for the first
     */
    public static Histogram stored(Histogram now, Histogram before) {
        if (now.reset() == Reset.GAUGE) {
            return now;
        }
        boolean continues = before != null && before.reset() != Reset.GAUGE && before.schema() == now.schema() && before.bounds().equals(now.bounds())
                && !now.with(Reset.UNKNOWN).resetSince(before);
        return now.with(continues ? Reset.NOT_RESET : Reset.UNKNOWN);
    }
}
