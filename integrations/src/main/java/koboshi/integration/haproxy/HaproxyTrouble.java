package koboshi.integration.haproxy;

/** Why HAProxy was not asked, did not answer, or did not do what it was told; the message names the address and the command. */
public final class HaproxyTrouble extends Exception {
    private static final long serialVersionUID = 1;

    /** What went wrong. */
    public enum Kind {
        /** Nothing listens there, or it went away in the middle. */
        GONE(true),
        /** Its answer was not whole in time. */
        SLOW(true),
        /** What came is not an answer of a Runtime API, or not a whole one: nothing of it was used. */
        NONSENSE(true),
        /** The socket may not be opened by us, or its {@code level} is below {@code admin}. */
        DENIED(false),
        UNKNOWN_BACKEND(false),
        UNKNOWN_SERVER(false),
        /** HAProxy refuses in words of its own, as a weight under an algorithm that knows none. */
        REFUSED(false),
        /** It took the command, and yet it is not so. */
        NOT_SO(true);

        private final boolean passes;

        Kind(boolean passes) {
            this.passes = passes;
        }
    }

    private final Kind kind;

    HaproxyTrouble(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    HaproxyTrouble(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the same command may succeed in a moment without anybody changing a configuration. */
    public boolean tryingAgainHelps() {
        return kind.passes;
    }
}
