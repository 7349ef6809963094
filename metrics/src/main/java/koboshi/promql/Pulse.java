package koboshi.promql;

/** Asked again and again while a query runs: whether it may go on. The clock is the asker's. */
@FunctionalInterface
public interface Pulse {
    /** Never out of time. */
    Pulse STEADY = () -> State.GO_ON;

    State beat();

    /** What a query is told. */
    enum State {
        GO_ON,
        OUT_OF_TIME,
        CANCELLED
    }
}
