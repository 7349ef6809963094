package koboshi.loop;

import java.time.Instant;
import koboshi.guard.GuardKey;

/** Where a server of a pool stands by our own doing. Without a seat it is in, as its balancer's configuration says. */
public sealed interface Seat {
    /** @param by who had it taken out */
    GuardKey by();

    Instant since();

    /**
     * No new sessions; it goes out when the last one ends, at the latest when its time is over.
     *
     * @param until when what sessions are left no longer hold it
     * @param ordered whether a person had it taken out, and nobody else brings it back
     */
    record Draining(Instant since, Instant until, GuardKey by, boolean ordered, int relapses) implements Seat {}

    /** @param earliest when it may come back by itself */
    record Out(Instant since, Instant earliest, GuardKey by, boolean ordered, int relapses) implements Seat {}

    /** In again, at first with a part of its traffic. */
    record Returned(Instant since, GuardKey by, int relapses) implements Seat {}

    /** Whether it is kept from new sessions. */
    default boolean out() {
        return switch (this) {
            case Draining _, Out _ -> true;
            case Returned _ -> false;
        };
    }

    /** Whether a person had it taken out: what a person did, nobody undoes. */
    default boolean byOrder() {
        return switch (this) {
            case Draining draining -> draining.ordered();
            case Out out -> out.ordered();
            case Returned _ -> false;
        };
    }
}
