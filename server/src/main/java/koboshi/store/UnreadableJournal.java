package koboshi.store;

/** The journal cannot be read by this release; starting anyway would forget what happened. */
public final class UnreadableJournal extends RuntimeException {
    public UnreadableJournal(String message) {
        super(message);
    }

    public UnreadableJournal(String message, Throwable cause) {
        super(message, cause);
    }
}
