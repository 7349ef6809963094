package koboshi.tsdb;

/** Bytes that are not what was written: trying again does not help, setting them aside does. */
public final class Damaged extends RuntimeException {
    private static final long serialVersionUID = 1;

    Damaged(String what) {
        super(what);
    }

    Damaged(String what, Throwable cause) {
        super(what, cause);
    }
}
