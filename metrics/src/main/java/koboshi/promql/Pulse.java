package koboshi.promql;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Asked again and again while a query runs: whether it may go on. The clock is the asker's. */
@FunctionalInterface
public interface Pulse {
    /** Never out of time. */
    Pulse STEADY = () -> State.GO_ON;

    State beat();

    /**
     * Out of time so long after now.
     *
     * @param nanoClock a clock that never goes back, in nanoseconds
     */
    static Pulse within(Duration limit, LongSupplier nanoClock) {
        long until = nanoClock.getAsLong() + limit.toNanos();
        return () -> nanoClock.getAsLong() - until < 0 ? State.GO_ON : State.OUT_OF_TIME;
    }

    /** What a query is told. */
    enum State {
        GO_ON,
        OUT_OF_TIME,
        CANCELLED
    }
}
