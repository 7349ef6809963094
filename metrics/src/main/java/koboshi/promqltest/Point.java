package koboshi.promqltest;

import koboshi.series.Histogram;

/** A value as a script writes it. */
public sealed interface Point {
    /** No sample. */
    record Missing() implements Point {}

    /** The mark that the series ended. */
    record Stale() implements Point {}

    record Number(double value) implements Point {}

    /** @param hinted whether the hint about resets was written, and so matters */
    record Native(Histogram histogram, boolean hinted) implements Point {}
}
