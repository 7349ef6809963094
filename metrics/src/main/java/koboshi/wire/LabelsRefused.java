package koboshi.wire;

/** Labels that are well encoded but cannot name a series; the message names the series and the label. */
public final class LabelsRefused extends Exception {
    private static final long serialVersionUID = 1;

    LabelsRefused(String message) {
        super(message, null, false, false);
    }
}
