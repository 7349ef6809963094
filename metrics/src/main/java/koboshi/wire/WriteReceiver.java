package koboshi.wire;

import koboshi.series.Histogram;

/** Takes what a message holds, in its order: a series, then its samples. What came before a {@link WireError} must be dropped. */
public interface WriteReceiver {
    /**
     * What follows belongs to the series with these labels, until the next call.
     *
     * @param message where the labels are in the encoding of protobuf, each as field 1; they stay as they are as long as the message does
     * @param from first byte of the labels
     * @param to the byte behind them
     */
    void series(byte[] message, int from, int to);

    void sample(long millis, double value);

    void histogram(long millis, Histogram histogram);

    /** What the message says of all series of one metric, wherever it stands among them. */
    default void family(Family family) {}
}
