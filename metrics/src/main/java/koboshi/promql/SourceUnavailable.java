package koboshi.promql;

/** The source of series elsewhere gave no answer that can be used; asking again may help. */
public final class SourceUnavailable extends QueryException {
    private static final long serialVersionUID = 1;

    public SourceUnavailable(String message) {
        super(message);
    }
}
