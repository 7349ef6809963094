package koboshi.wire;

/**
 * How large the labels of one series may be.
 *
 * @param labels names of one series
 * @param nameBytes bytes of a name in UTF-8
 * @param valueBytes bytes of a value in UTF-8
 */
public record LabelLimits(int labels, int nameBytes, int valueBytes) {
    public static final LabelLimits STANDARD = new LabelLimits(64, 512, 4096);
}
