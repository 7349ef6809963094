package koboshi.promql;

/** Why a query has no answer: it is not PromQL, it failed on the data it met, or it was too much. */
public abstract sealed class QueryException extends RuntimeException permits ParseError, EvaluationError, QueryRefused {
    QueryException(String message) {
        super(message);
    }
}
