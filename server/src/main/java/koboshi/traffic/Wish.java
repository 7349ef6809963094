package koboshi.traffic;

import java.time.Instant;
import koboshi.action.Verb;
import koboshi.integration.haproxy.Admin;
import koboshi.loop.Seat;

/**
 * What balancers shall do with a server.
 *
 * @param since from when its share of traffic rises, or falls
 */
record Wish(Admin admin, Instant since, Share share) {
    /** What is wanted of its part of the traffic while it is in. */
    enum Share {
        /** It comes back, and its part rises to the whole. */
        RISES,
        /** It gives way to others that come, and is otherwise as it was. */
        FALLS,
        /** It has given way, and has the whole again at once. */
        WHOLE
    }

    static Wish of(Seat seat) {
        return switch (seat) {
            case Seat.Draining draining -> new Wish(Admin.DRAIN, draining.since(), Share.RISES);
            case Seat.Out out -> new Wish(Admin.MAINT, out.since(), Share.RISES);
            case Seat.Returned returned -> new Wish(Admin.READY, returned.since(), Share.RISES);
        };
    }

    static Wish of(Verb verb, Instant now) {
        return switch (verb) {
            case DRAIN -> new Wish(Admin.DRAIN, now, Share.RISES);
            case EJECT -> new Wish(Admin.MAINT, now, Share.RISES);
            case READY -> new Wish(Admin.READY, now, Share.RISES);
            case CAPTURE, RESTART, RESTART_GENTLY, STOP, START, NOTIFY -> throw new IllegalArgumentException(verb + " moves no traffic");
        };
    }

    static Wish fallingFrom(Instant since) {
        return new Wish(Admin.READY, since, Share.FALLS);
    }

    static Wish whole() {
        return new Wish(Admin.READY, Instant.EPOCH, Share.WHOLE);
    }
}
