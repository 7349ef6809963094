package koboshi.integration.prometheus;

import java.time.Duration;
import java.util.Optional;

/** What became of a message that was sent. */
public sealed interface Delivery {
    record Taken() implements Delivery {}

    /**
     * Not taken now; the same may be taken later.
     *
     * @param after how long the receiver asks us to wait, if it does
     */
    record Later(String why, Optional<Duration> after) implements Delivery {}

    /** Refused for good: sending it again does not help. */
    record Refused(String why) implements Delivery {}
}
