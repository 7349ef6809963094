package koboshi.ruler;

import java.time.Duration;
import java.time.Instant;

/**
 * When a group is due: every so often, at moments that its name alone decides, so that groups are spread over time and a restart changes nothing.
 *
 * @param offset of the first moment since 1970, less than the interval
 */
record Slots(Duration interval, Duration offset) {
    static Slots of(String group, Duration interval) {
        long spread = Math.floorMod(group.hashCode() * 0x9E3779B97F4A7C15L, interval.toMillis());
        return new Slots(interval, Duration.ofMillis(spread));
    }

    /** The first moment that is not before this one. */
    Instant from(Instant moment) {
        long step = interval.toMillis();
        long since = moment.toEpochMilli() - offset.toMillis();
        return Instant.ofEpochMilli(Math.ceilDiv(since, step) * step + offset.toMillis());
    }

    /** How many moments after this one have passed without an evaluation; the latest of them is still worth one. */
    long missed(Instant last, Instant now) {
        return Math.max(0, Duration.between(last, now).dividedBy(interval) - 1);
    }

    Instant after(Instant last, long missed) {
        return last.plus(interval.multipliedBy(missed + 1));
    }
}
