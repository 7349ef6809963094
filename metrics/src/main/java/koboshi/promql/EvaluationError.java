package koboshi.promql;

/** The query is well formed, but its answer is not defined on the data it met; asking again helps only if the data change. */
public final class EvaluationError extends QueryException {
    private static final long serialVersionUID = 1;

    EvaluationError(String message) {
        super(message);
    }

    static EvaluationError sameLabels() {
        return new EvaluationError("vector cannot contain metrics with the same labelset");
    }
}
