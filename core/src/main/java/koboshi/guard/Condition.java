package koboshi.guard;

import java.time.Duration;
import koboshi.resource.ResourceId;

/** What must not be. */
public sealed interface Condition {
    /** Two failed runs in a row, confirmed by a burst. */
    record JourneyFails(String journey) implements Condition {}

    /** No beat for as long as one was due, and the grace over. */
    record HeartbeatOverdue(String heartbeat, Duration every, Duration grace) implements Condition {}

    /** No sample of the series within the window. */
    record Absent(Selector selector, Duration window) implements Condition {}

    /** A series compared with a number; each series has a standing of its own. */
    record Compares(Selector selector, Comparison comparison) implements Condition {}

    /** An alert that rules raise; the watch tells which of its label sets are pending and which fire, and each has a standing of its own. */
    record Raised(String alert) implements Condition {
        /** The value of a reading whose alert fires; any other is pending. */
        public static final double FIRING = 1;
    }

    /** A kept process is not running. */
    record Fallen(ResourceId service) implements Condition {}

    /** A kept process will not be started again by its agent. */
    record Exhausted(ResourceId service) implements Condition {}

    /** A host's agent does not answer, so nobody keeps what runs there. */
    record AgentAway(String host) implements Condition {}
}
