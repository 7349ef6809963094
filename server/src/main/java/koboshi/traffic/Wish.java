package koboshi.traffic;

import java.time.Instant;
import koboshi.action.Verb;
import koboshi.integration.haproxy.Admin;
import koboshi.loop.Seat;

/**
 * What balancers shall do with a server.
 *
 * @param since of a server that is ready again, from when its share of traffic rises
 */
record Wish(Admin admin, Instant since) {
    static Wish of(Seat seat) {
        return switch (seat) {
            case Seat.Draining draining -> new Wish(Admin.DRAIN, draining.since());
            case Seat.Out out -> new Wish(Admin.MAINT, out.since());
            case Seat.Returned returned -> new Wish(Admin.READY, returned.since());
        };
    }

    static Wish of(Verb verb, Instant now) {
        return switch (verb) {
            case DRAIN -> new Wish(Admin.DRAIN, now);
            case EJECT -> new Wish(Admin.MAINT, now);
            case READY -> new Wish(Admin.READY, now);
            case CAPTURE, RESTART, RESTART_GENTLY, STOP, START, NOTIFY -> throw new IllegalArgumentException(verb + " moves no traffic");
        };
    }
}
