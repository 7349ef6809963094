package koboshi.promql;

import java.util.Locale;

/** The aggregation operators. */
public enum Aggregation {
    SUM,
    AVG,
    MIN,
    MAX,
    COUNT,
    GROUP,
    STDDEV,
    STDVAR,
    TOPK,
    BOTTOMK,
    QUANTILE,
    COUNT_VALUES,
    LIMITK,
    LIMIT_RATIO;

    public String symbol() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of the argument before the vector, or null where there is none. */
    Type parameter() {
        return switch (this) {
            case TOPK, BOTTOMK, QUANTILE, LIMITK, LIMIT_RATIO -> Type.SCALAR;
            case COUNT_VALUES -> Type.STRING;
            case SUM, AVG, MIN, MAX, COUNT, GROUP, STDDEV, STDVAR -> null;
        };
    }

    /** Whether the result is some of the given series rather than new ones. */
    boolean selects() {
        return this == TOPK || this == BOTTOMK || this == LIMITK || this == LIMIT_RATIO;
    }

    boolean experimental() {
        return this == LIMITK || this == LIMIT_RATIO;
    }
}
