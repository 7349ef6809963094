package koboshi.promql;

/** The text is not PromQL; the message begins with line and column. */
public final class ParseError extends QueryException {
    private static final long serialVersionUID = 1;
    private final int start;
    private final String reason;

    ParseError(String query, Span at, String reason) {
        super(at.in(query) + ": parse error: " + reason);
        this.start = at.start();
        this.reason = reason;
    }

    /** The index of the first character of what is wrong. */
    public int start() {
        return start;
    }

    /** The message without the position. */
    public String reason() {
        return reason;
    }
}
