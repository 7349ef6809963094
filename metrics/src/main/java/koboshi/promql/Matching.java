package koboshi.promql;

import java.util.List;

/**
 * How the series of two vectors find each other.
 *
 * @param on whether only the labels count, rather than all but them
 * @param include labels taken over from the "one" side
 */
public record Matching(Cardinality cardinality, boolean on, List<String> labels, List<String> include) {
    static final Matching PLAIN = new Matching(Cardinality.ONE_TO_ONE, false, List.of(), List.of());

    /** How many of a side may find one of the other. */
    public enum Cardinality {
        ONE_TO_ONE,
        MANY_TO_ONE,
        ONE_TO_MANY,
        MANY_TO_MANY
    }

    Matching with(Cardinality other) {
        return new Matching(other, on, labels, include);
    }
}
