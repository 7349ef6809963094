package koboshi.loop;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.action.Motive;
import koboshi.action.Verb;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;

/** What seats come to by themselves: a drained server goes out when nobody is on it any more, one that is well again comes back. */
final class Courses {
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
            var next = mayMove && seen.pauseAfterFailure(each.getKey()).filter(until -> until.isAfter(at)).isEmpty() ? next(each, pool.get()) : Optional.<Entry>empty();
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

    /** Not gone out of the pool's hands even in a freeze: it takes no new sessions already. */
    private Optional<Entry> out(ResourceId on, Seat.Draining draining, Pool pool) {
        var flow = seen.flow(pool.name(), on);
        boolean empty = flow.filter(one -> one.sessions() == 0 && one.whole() && seen.trafficSince(pool.name(), draining.since())).isPresent();
        if (!empty && draining.until().isAfter(at)) {
            return Optional.empty();
        }
        var why = empty ? "no session is left on it" : "its time to drain is over; " + flow.map(one -> one.sessions() + " sessions").orElse("sessions") + " go on";
        return Optional.of(start(Verb.EJECT, on, draining, why));
    }

    private Optional<Entry> back(ResourceId on, Seat.Out out, Pool pool) {
        boolean groupNoMore = out.by().equals(Switches.by(pool.name())) && pool.groups().stream().flatMap(groups -> groups.values().stream()).noneMatch(group -> group.contains(on));
        boolean reserveNoMore = groupNoMore || out.by().equals(Reliefs.reserve(on)) && !state.standsBy(on);
        boolean wanted = (!out.ordered() || reserveNoMore) && !out.earliest().isAfter(at) && !inWork(on);
        boolean may = wanted && state.freeze().isEmpty() && !seen.clockJumped;
        return may && new PoolBraking(state, seen, at).cleanSince(on, out.since(), pool.back().clean())
                ? Optional.of(start(Verb.READY, on, out, "it ran clean " + pool.back().clean() + " times in a row"))
                : Optional.empty();
    }

    /** Somebody who would have it out is not through with it, or something is done to the service behind it. */
    boolean inWork(ResourceId on) {
        var service = state.serviceBehind(on);
        boolean fires = state.standings.entrySet().stream()
                .filter(each -> each.getValue() instanceof Standing.Firing && !state.unknown.containsKey(each.getKey()))
                .map(each -> state.duties.get(each.getKey().guard()))
                .anyMatch(duty -> duty != null && duty.runbook().then().stream().anyMatch(Verb::byBalancer)
                        && duty.guard().on().filter(subject -> subject.equals(on) || service.filter(subject::equals).isPresent()).isPresent());
        return fires || service.filter(this::awaitsItsTurn).isPresent() || service.filter(behind -> state.openAct(behind).isPresent()).isPresent();
    }

    /** Its standby took over so that something could be done to it, and that has not been done and may still be. */
    private boolean awaitsItsTurn(ResourceId service) {
        var reliefs = new Reliefs(state, seen, at);
        return state.reliefs.get(service) instanceof Relief relief && reliefs.toBeDone(relief) && reliefs.stands(relief);
    }

    private Entry start(Verb verb, ResourceId on, Seat seat, String why) {
        return Acts.start(state, verb, on, seat.by(), incident(on), Motive.COURSE, why, at);
    }

    /** That of the server, or of the service for whose sake it is out. */
    private long incident(ResourceId on) {
        return state.openIncident(on).orElseGet(() -> state.serviceBehind(on).map(service -> state.openIncident(service).orElse(0)).orElse(0L));
    }
}
