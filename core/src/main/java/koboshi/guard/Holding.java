package koboshi.guard;

import java.time.Duration;

/** What a condition said when it was asked. Three answers, not two: not knowing is neither health nor silence. */
public sealed interface Holding {
    /** @param detail what was seen, in words */
    record Holds(String detail) implements Holding {}

    record Clear() implements Holding {}

    /**
     * Never fires, never resolves, never acts.
     *
     * @param callAgain how long a person who was called about it is left in peace
     */
    record Unknown(String reason, Duration callAgain) implements Holding {
        public Unknown(String reason) {
            this(reason, Duration.ofHours(1));
        }

        /** There is nothing to judge: a source that works and has no such series, of which a person need not hear each hour. */
        public static Unknown unsampled(String reason) {
            return new Unknown(reason, Duration.ofDays(1));
        }
    }

    /** Nobody speaks of its label set any more, and has not for so long that nobody will. */
    record Gone(String reason) implements Holding {}

    Holding CLEAR = new Clear();
}
