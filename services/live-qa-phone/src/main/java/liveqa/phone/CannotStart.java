package liveqa.phone;

/** Why the service does not start, in words for whoever started it; never answered by trying again unchanged. */
public final class CannotStart extends Exception {
    private static final long serialVersionUID = 1;

    CannotStart(String message, Throwable cause) {
        super(message, cause);
    }
}
