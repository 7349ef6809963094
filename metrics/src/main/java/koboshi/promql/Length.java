package koboshi.promql;

/** A range, an offset or a step as written: known at once, or computed from the query's own step and range. */
public sealed interface Length {
    Length NONE = new Known(0);

    /** @param millis may be negative for an offset */
    record Known(long millis) implements Length {}

    /** @param seconds arithmetic over numbers, step() and range() (experimental) */
    record Computed(Expr seconds) implements Length {}
}
