package koboshi.tsdb;

import koboshi.series.Labels;

/** Reads labels from the bytes in which a sender names a series. */
public interface LabelReader {
    /** @throws IllegalArgumentException for labels that must not be taken; its message is for the sender */
    Labels read(byte[] message, int from, int to);
}
