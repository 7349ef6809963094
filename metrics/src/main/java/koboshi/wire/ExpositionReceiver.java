package koboshi.wire;

import koboshi.series.Histogram;

/** Takes what a target exposes, in its order. What came before an {@link ExpositionError} or {@link WireError} must be dropped. */
public interface ExpositionReceiver {
    /** The target names no moment: what it says is of now. */
    long NO_MOMENT = Long.MIN_VALUE;

    /**
     * A number.
     *
     * @param text where the series is named, as in the text format; it stays as it is only until this returns
     * @param from the first byte of the name
     * @param to the byte behind the name and its labels, which {@link SeriesText} reads
     * @param millis milliseconds since the epoch, or {@link #NO_MOMENT}
     */
    void sample(byte[] text, int from, int to, double value, long millis);

    /** A native histogram; the series is named in the same way. */
    void histogram(byte[] text, int from, int to, Histogram histogram, long millis);
}
