package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.action.Duty;
import koboshi.action.Motive;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.signal.Flow;

/**
 * Blue and green: a group proves itself beside the traffic, takes it over share by share, and the other goes out, but comes back at once when the new one
 * turns out to be worse.
 */
final class Switches {
    static final String GROUP = "group";
    static final String BY = "switch:";
    /** What does not run clean by then does not today. */
    private static final Duration TO_PROVE = Duration.ofMinutes(5);

    private final State state;
    private final Seen seen;
    private final Instant at;

    Switches(State state, Seen seen, Instant at) {
        this.state = state;
        this.seen = seen;
        this.at = at;
    }

    /** Why a person's order to switch cannot be followed, if so. */
    Optional<Refusal> check(ResourceId group) {
        var pool = pool(group);
        if (pool.isEmpty()) {
            return Optional.of(new Refusal.NoSuchGroup(group));
        }
        var servers = fresh(pool.get(), name(group));
        // One that goes back may wait for its floor for days: a person may order anew.
        return Optional.ofNullable(state.switches.get(pool.get().name())).filter(going -> going.back().isEmpty())
                .<Refusal>map(going -> new Refusal.SwitchInProgress(going.pool(), going.to(), going.by().toString()))
                .or(() -> seen.trafficTrouble(pool.get().name(), at).map(why -> new Refusal.BalancerIsAway(pool.get().name(), why)))
                .or(() -> servers.isEmpty() || servers.size() < pool.get().floor() ? Optional.of(new Refusal.BelowFloor(pool.get().name(), pool.get().floor(), servers.size())) : Optional.empty())
                .or(() -> servers.stream().noneMatch(this::out) && others(pool.get(), name(group)).allMatch(this::out) ? Optional.of(new Refusal.AlreadySwitched(group)) : Optional.empty());
    }

    private Optional<Pool> pool(ResourceId group) {
        return Optional.of(group).filter(one -> one.kind().equals(GROUP) && one.name().contains("/"))
                .map(one -> state.pools.get(one.name().substring(0, one.name().indexOf('/'))))
                .filter(pool -> pool.group(name(group)).isPresent());
    }

    static String name(ResourceId group) {
        return group.name().substring(group.name().indexOf('/') + 1);
    }

    static GuardKey by(String pool) {
        return GuardKey.of(BY + pool);
    }

    /** A group may name what its balancers do not, or not any more: nobody can move that, so nobody waits for it. */
    private static List<ResourceId> fresh(Pool pool, String group) {
        return pool.group(group).orElseThrow().stream().filter(pool::has).toList();
    }

    private static Stream<ResourceId> others(Pool pool, String group) {
        return pool.groups().orElseThrow().entrySet().stream().filter(each -> !each.getKey().equals(group)).flatMap(each -> each.getValue().stream()).filter(pool::has);
    }

    List<Entry> next() {
        for (var going : state.switches.values()) {
            var next = next(going);
            if (!next.isEmpty()) {
                return next;
            }
        }
        return List.of();
    }

    private List<Entry> next(Switch going) {
        var pool = state.pools.get(going.pool());
        if (pool == null || pool.group(going.to()).isEmpty()) {
            return List.of(new Entry.SwitchEnded(going.pool(), going.to(), Optional.of("the plan has changed")));
        }
        if (seen.trafficTrouble(pool.name(), at).isPresent()) {
            return List.of();
        }
        var fresh = fresh(pool, going.to());
        var old = others(pool, going.to()).toList();
        if (going.back().isPresent()) {
            return one(turnBack(going, fresh, old));
        }
        var trouble = trouble(going, pool, fresh, old);
        if (trouble.isPresent()) {
            return back(going, trouble.get());
        }
        return one(going.shifted().isEmpty() ? bringIn(going, pool, fresh) : takeOut(going, pool, old));
    }

    private static List<Entry> one(Optional<Entry> entry) {
        return entry.map(List::of).orElse(List.of());
    }

    private List<Entry> back(Switch going, String why) {
        var call = Acts.call(state, Pool.group(going.pool(), going.to()), by(going.pool()), 0, "its traffic goes back: " + why, at);
        return Stream.concat(Stream.<Entry>of(new Entry.SwitchTurnedBack(going.pool(), going.to(), why)), call.stream()).toList();
    }

    /** The first thing that is worse with the new group, or does not come to pass in time. */
    private Optional<String> trouble(Switch going, Pool pool, List<ResourceId> fresh, List<ResourceId> old) {
        if (fresh.isEmpty()) {
            return Optional.of("none of its servers is there any more");
        }
        var sick = fresh.stream().filter(server -> cameIn(pool, server, going)).flatMap(server -> wrong(pool, server).stream()).findFirst();
        if (sick.isPresent()) {
            return sick;
        }
        if (going.shifted().isEmpty()) {
            boolean late = !going.since().plus(TO_PROVE).plus(pool.back().ramp()).isAfter(at);
            return late ? Optional.of("not all of it runs clean and takes traffic within " + TO_PROVE.plus(pool.back().ramp()).toSeconds() + " s") : Optional.empty();
        }
        boolean late = !going.shifted().get().plus(pool.back().watched()).plus(pool.drain()).isAfter(at);
        return late && !old.stream().allMatch(this::out) ? Optional.of("the others cannot be taken out") : Optional.empty();
    }

    /** Whether it has been in traffic since the switch began: what waits beside it may still fail. What still drained by the switch before goes out by that. */
    private boolean cameIn(Pool pool, ResourceId server, Switch going) {
        boolean wentOut = state.seats.get(server) instanceof Seat seat && seat.out() && seat.since().isAfter(going.since()) && !seat.by().equals(by(pool.name()));
        return !aside(pool, server) || wentOut;
    }

    /** Out by us, or from the beginning by the balancer's own configuration: a new group may be written there as disabled. */
    private boolean aside(Pool pool, ResourceId server) {
        return out(server) || !state.seats.containsKey(server) && seen.flow(pool.name(), server).filter(Flow::held).isPresent();
    }

    private Optional<String> wrong(Pool pool, ResourceId server) {
        if (out(server)) {
            return Optional.of(server + " was taken out");
        }
        var fallen = state.journeysAt(server).filter(journey -> seen.pulse(journey.name()).fallen()).findFirst();
        if (fallen.isPresent()) {
            return Optional.of("journey " + fallen.get().name() + " fails");
        }
        var service = state.serviceBehind(server);
        return state.standings.entrySet().stream()
                .filter(each -> each.getValue() instanceof Standing.Firing && !state.unknown.containsKey(each.getKey()))
                .filter(each -> state.duties.get(each.getKey().guard()) instanceof Duty duty
                        && duty.guard().on().filter(on -> on.equals(server) || service.filter(on::equals).isPresent()).isPresent())
                .map(each -> "guard " + each.getKey() + " fires")
                .findFirst();
    }

    private Optional<Entry> bringIn(Switch going, Pool pool, List<ResourceId> fresh) {
        var waiting = fresh.stream().filter(server -> aside(pool, server)).toList();
        if (waiting.isEmpty()) {
            return fresh.stream().allMatch(server -> whole(pool, server)) ? Optional.of(new Entry.SwitchShifted(going.pool(), going.to())) : giveWay(going, pool, fresh);
        }
        var braking = new PoolBraking(state, seen, at);
        boolean proven = waiting.stream().allMatch(server -> braking.cleanSince(server, going.since(), pool.back().clean()));
        return proven ? waiting.stream().filter(this::free).findFirst().map(server -> start(Verb.READY, server, going, "it ran clean beside the traffic")) : Optional.empty();
    }

    /** The others give way only to what could carry all of it: the floor holds for every share as for the whole. */
    private Optional<Entry> giveWay(Switch going, Pool pool, List<ResourceId> fresh) {
        return going.yielding().isEmpty() && new PoolBraking(state, seen, at).carry(pool, fresh) ? Optional.of(new Entry.SwitchYields(going.pool(), going.to())) : Optional.empty();
    }

    private Optional<Entry> takeOut(Switch going, Pool pool, List<ResourceId> old) {
        var in = old.stream().filter(server -> !out(server)).toList();
        if (!in.isEmpty()) {
            return in.stream().filter(this::free).filter(server -> new PoolBraking(state, seen, at).checkOrder(Verb.DRAIN, server).isEmpty()).findFirst()
                    .map(server -> start(Verb.DRAIN, server, going, going.to() + " has its traffic"));
        }
        boolean over = !going.shifted().orElseThrow().plus(pool.back().watched()).isAfter(at) && old.stream().allMatch(server -> state.seats.get(server) instanceof Seat.Out);
        return over ? end(going, old) : Optional.empty();
    }

    /**
     * Well again, what a guard took out would serve its old release beside the new one: it goes out by the switch as well. Not before the end, for what is out
     * by the switch comes back with its whole weight where the switch turns back.
     */
    private Optional<Entry> end(Switch going, List<ResourceId> old) {
        var loose = old.stream().filter(server -> !(state.seats.get(server) instanceof Seat seat && seat.byOrder())).findFirst();
        return loose.isEmpty()
                ? Optional.of(new Entry.SwitchEnded(going.pool(), going.to(), Optional.empty()))
                : loose.filter(this::free).map(server -> start(Verb.EJECT, server, going, "it is out with its group"));
    }

    /** First those that were well come back, then the others go: in this order nobody is ever left without. */
    private Optional<Entry> turnBack(Switch going, List<ResourceId> fresh, List<ResourceId> old) {
        var why = going.back().orElseThrow();
        var ours = old.stream().filter(server -> state.seats.get(server) instanceof Seat seat && seat.out() && seat.by().equals(by(going.pool()))).toList();
        if (!ours.isEmpty()) {
            return ours.stream().filter(this::free).findFirst().map(server -> start(Verb.READY, server, going, why));
        }
        // What its guard took out in the meantime would come back by itself: it goes out by the switch as well.
        var in = fresh.stream().filter(server -> !(state.seats.get(server) instanceof Seat seat && seat.out() && seat.byOrder())).toList();
        if (in.isEmpty()) {
            return Optional.of(new Entry.SwitchEnded(going.pool(), going.to(), Optional.of(why)));
        }
        return in.stream().filter(this::free).filter(server -> new PoolBraking(state, seen, at).leavesEnough(server)).findFirst().map(server -> start(Verb.EJECT, server, going, why));
    }

    private boolean out(ResourceId server) {
        return state.seats.get(server) instanceof Seat seat && seat.out();
    }

    private boolean whole(Pool pool, ResourceId server) {
        boolean ramped = !(state.seats.get(server) instanceof Seat.Returned returned) || !returned.since().plus(pool.back().ramp()).isAfter(at);
        return ramped && seen.flow(pool.name(), server).filter(Flow::takes).isPresent();
    }

    private boolean free(ResourceId server) {
        return state.openAct(server).isEmpty() && seen.pauseAfterFailure(server).filter(until -> until.isAfter(at)).isEmpty();
    }

    private Entry start(Verb verb, ResourceId server, Switch going, String why) {
        return Acts.start(state, verb, server, by(going.pool()), 0, Motive.COURSE, why, at);
    }
}
