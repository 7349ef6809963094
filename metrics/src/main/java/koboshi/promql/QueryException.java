package koboshi.promql;

/** Why a query has no answer: it is not PromQL, it failed on the data it met, it was too much, or the data are elsewhere and nobody answered. */
public abstract sealed class QueryException extends RuntimeException permits ParseError, EvaluationError, QueryRefused, SourceUnavailable {
    QueryException(String message) {
        super(message);
    }
}
