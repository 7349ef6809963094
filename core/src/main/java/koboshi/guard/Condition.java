package koboshi.guard;

import java.time.Duration;
import java.util.Optional;
import koboshi.resource.ResourceId;

/** What must not be. */
public sealed interface Condition {
    /** Two failed runs in a row, confirmed by a burst. */
    record JourneyFails(String journey) implements Condition {}

    /** No beat for as long as one was due, and the grace over. */
    record HeartbeatOverdue(String heartbeat, Duration every, Duration grace) implements Condition {}

    /** No sample of the series within the window. */
    record Absent(Selector selector, Duration window) implements Condition {}

    /** A PromQL expression that gives what is bad; each label set of its answer has a standing of its own. */
    record Gives(String query) implements Condition {}

    /**
     * What grows reaches its limit, or what is left its floor.
     *
     * @param of a PromQL expression; each of its label sets has a standing of its own
     * @param service whose it is: what another service is labelled with does not count, and of several sources only the nearest
     * @param falling whether the limit is a floor
     * @param bytes whether the values are amounts of memory or disk
     * @param within how soon it is worth acting
     * @param history how far back it is looked at
     * @param confidence how surely it is reached within that time, below 1
     */
    record RunsOut(
            String of, Optional<String> service, double limit, boolean falling, boolean bytes, Duration within, Duration history, double confidence)
            implements Condition {}

    /** An alert that is raised outside, by rules or by scraping, which tell which of its label sets are pending and which fire; each has a standing of its own. */
    record Raised(String alert) implements Condition {}

    /** @param fast whether the budget would be gone within days rather than weeks */
    record Burns(Objective objective, boolean fast) implements Condition {}

    /**
     * A series is not as it used to be at this time.
     *
     * @param of a PromQL expression; each of its label sets has a standing of its own
     * @param every how long from one value to the next
     * @param season after which it repeats itself, as a day or a week
     */
    record Strange(String of, Duration every, Duration season) implements Condition {}

    /** A kept process is not running. */
    record Fallen(ResourceId service) implements Condition {}

    /** A kept process will not be started again by its agent. */
    record Exhausted(ResourceId service) implements Condition {}

    /** A host's agent does not answer, so nobody keeps what runs there. */
    record AgentAway(String host) implements Condition {}

    /** A vantage's prober is not linked, or what it sees does not count, so fewer can judge than were meant to. */
    record VantageAway(String vantage) implements Condition {}

    /** A balancer of a pool does not answer, or answers and refuses what it is told, so traffic goes through it as nobody decided. */
    record BalancerAway(String pool) implements Condition {}
}
