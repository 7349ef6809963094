package koboshi.wire;

/** placeholder */
public final class MetricFamilies {
    private MetricFamilies() {}

    public static void read(byte[] bytes, int length, boolean classic, ExpositionReceiver receiver) {
        throw new WireError(0, "not yet");
    }
}
