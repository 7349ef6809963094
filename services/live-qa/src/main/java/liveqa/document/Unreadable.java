package liveqa.document;

/** A document that cannot be answered from, and why. Trying again helps only once the file has changed. */
public final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    /** The reasons, as they stand in metrics. */
    public enum Reason {
        TOO_LARGE, TOO_MANY_PAGES, TOO_MANY_FILES, ENCRYPTED, SCANNED, TOO_SLOW, DAMAGED, EMPTY, MISSING;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Reason reason;

    Unreadable(Reason reason, String message) {
        this(reason, message, null);
    }

    Unreadable(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
