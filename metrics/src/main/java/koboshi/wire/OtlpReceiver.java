package koboshi.wire;

/** Takes what an export of OpenTelemetry holds, and what of it cannot be taken. */
public interface OtlpReceiver extends WriteReceiver {
    /** Data points that are well encoded and mean something no series can hold; the others are handed over all the same. */
    void refused(long points, String why);
}
