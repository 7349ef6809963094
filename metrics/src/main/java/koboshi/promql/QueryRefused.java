package koboshi.promql;

/** The query was more than the limits allow, or was ended from outside; the reason is a type. */
public final class QueryRefused extends QueryException {
    private static final long serialVersionUID = 1;
    private final Reason reason;

    /** Which limit it was. */
    public enum Reason {
        TOO_MANY_STEPS,
        TOO_MANY_SAMPLES,
        TOO_MANY_SERIES,
        TOO_MUCH_MEMORY,
        OUT_OF_TIME,
        CANCELLED
    }

    QueryRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
