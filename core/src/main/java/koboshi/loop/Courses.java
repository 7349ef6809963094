package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.action.Motive;
import koboshi.action.Verb;
import koboshi.incident.Entry;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;

/** What seats come to by themselves: a drained server goes out when nobody is on it any more, one that is well again comes back. */
final class Courses {
    /** What failed is tried again, but not at once. */
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

    private final State state;
    private final Seen seen;
    private final Instant at;

    Courses(State state, Seen seen, Instant at) {
        this.state = state;
        this.seen = seen;
        this.at = at;
    }

    List<Entry> next() {
        for (var each : state.seats.entrySet()) {
            var pool = state.poolOf(each.getKey());
            boolean mayMove = pool.isPresent() && state.openAct(each.getKey()).isEmpty() && seen.trafficTrouble(pool.get().name(), at).isEmpty();
            var next = mayMove && !triedLately(each.getKey()) ? next(each, pool.get()) : Optional.<Entry>empty();
            if (next.isPresent()) {
                return List.of(next.get());
            }
        }
        return List.of();
    }

    private Optional<Entry> next(Map.Entry<ResourceId, Seat> each, Pool pool) {
        return switch (each.getValue()) {
            case Seat.Draining draining -> out(each.getKey(), draining, pool);
            case Seat.Out out -> back(each.getKey(), out, pool);
            case Seat.Returned _ -> Optional.empty();
        };
    }

    private boolean triedLately(ResourceId on) {
        return state.recent.stream().anyMatch(act -> act.on().equals(on) && act.motive() == Motive.COURSE && act.started().plus(BETWEEN_TRIES).isAfter(at));
    }

    /** Not gone out of the pool's hands even in a freeze: it takes no new sessions already. */
    private Optional<Entry> out(ResourceId on, Seat.Draining draining, Pool pool) {
        var flow = seen.flow(pool.name(), on);
        boolean empty = flow.filter(one -> one.sessions() == 0 && seen.trafficSince(pool.name(), draining.since())).isPresent();
        if (!empty && draining.until().isAfter(at)) {
            return Optional.empty();
        }
        var why = empty ? "no session is left on it" : "its time to drain is over; " + flow.map(one -> one.sessions() + " sessions").orElse("sessions") + " go on";
        return Optional.of(start(Verb.EJECT, on, draining, why));
    }

    private Optional<Entry> back(ResourceId on, Seat.Out out, Pool pool) {
        boolean wanted = !out.ordered() && !out.earliest().isAfter(at) && !inWork(on, out);
        boolean may = wanted && state.freeze().isEmpty() && !seen.clockJumped;
        return may && new PoolBraking(state, seen, at).cleanSince(on, out.since(), pool.back().clean())
                ? Optional.of(start(Verb.READY, on, out, "it ran clean " + pool.back().clean() + " times in a row"))
                : Optional.empty();
    }

    /** Whoever had it taken out is not through with it: its guard still stands, or something is done to the service behind it. */
    private boolean inWork(ResourceId on, Seat.Out out) {
        boolean stands = state.standings.containsKey(out.by()) || state.unknown.containsKey(out.by());
        return stands || state.serviceBehind(on).filter(service -> state.openAct(service).isPresent()).isPresent();
    }

    private Entry start(Verb verb, ResourceId on, Seat seat, String why) {
        return Acts.start(state, verb, on, seat.by(), state.openIncident(on).orElse(0), Motive.COURSE, why, at);
    }
}
