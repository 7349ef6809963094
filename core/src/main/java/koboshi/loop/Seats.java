package koboshi.loop;

import java.time.Instant;
import koboshi.action.Motive;
import koboshi.resource.Pool;

/** How seats change by what was done. */
final class Seats {
    private Seats() {}

    /** @param before nothing for a server that is simply in */
    static Seat after(Seat before, Act act, Pool pool, Instant at) {
        // What a person began stays the person's, whatever else is done to it meanwhile; and whoever keeps one in reserve wants nobody to bring it back.
        boolean ordered = act.motive() == Motive.ORDER || before != null && before.byOrder() || pool.keepsInReserve(act.on()) || act.by().guard().startsWith(Switches.BY);
        int relapses = relapses(before, pool, at);
        return switch (act.verb()) {
            case DRAIN -> new Seat.Draining(at, at.plus(pool.drain()), act.by(), ordered, relapses);
            case EJECT -> new Seat.Out(at, at.plus(pool.back().least(relapses)), act.by(), ordered, relapses);
            case READY -> new Seat.Returned(at, act.by(), relapses);
            case CAPTURE, RESTART, RESTART_GENTLY, STOP, START, NOTIFY -> throw new IllegalArgumentException(act.verb() + " moves no traffic");
        };
    }

    /** Falling again soon after it had come back says that it was not well yet. */
    private static int relapses(Seat before, Pool pool, Instant at) {
        return switch (before) {
            case null -> 0;
            case Seat.Draining draining -> draining.relapses();
            case Seat.Out out -> out.relapses();
            case Seat.Returned returned -> returned.since().plus(pool.back().watched()).isAfter(at) ? returned.relapses() + 1 : 0;
        };
    }
}
