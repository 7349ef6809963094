package koboshi.wire;

/** A message that is not what it should be; sending it again does not help. */
public final class WireError extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int offset;

    WireError(int offset, String what) {
        super(what + " at byte " + offset, null, false, false);
        this.offset = offset;
    }

    /** Where in the message, in bytes from its beginning. */
    public int offset() {
        return offset;
    }
}
