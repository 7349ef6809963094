package koboshi.probe;

/** Why no whole answer came, in words for whoever looks after the target. */
final class ProbeFailure extends Exception {
    private static final long serialVersionUID = 1;

    ProbeFailure(String message) {
        super(message, null, false, false);
    }
}
