package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.action.Brakes;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.signal.Flow;

/** Whether a server may be taken out of its pool now, or put back, and if not, why. The first brake that holds speaks. */
final class PoolBraking {
    private static final Duration SHARED_FAULT = Duration.ofMinutes(1);

    private final State state;
    private final Seen seen;
    private final Instant at;
    /** Of each pool, for as long as nothing is applied: all of its servers are asked about one after the other. */
    private final Map<String, Count> counts = new HashMap<>();

    PoolBraking(State state, Seen seen, Instant at) {
        this.state = state;
        this.seen = seen;
        this.at = at;
    }

    /** A guard's act passes every brake. */
    Optional<Refusal> check(Verb verb, ResourceId on, GuardKey by, Brakes brakes) {
        var pool = state.poolOf(on);
        if (pool.isEmpty()) {
            return Optional.of(new Refusal.NoSuchBackend(on));
        }
        var braking = new Braking(state, seen, at);
        return possible(verb, on, pool.get(), false)
                .or(() -> pausing(on))
                .or(() -> heldByAnother(verb, pool.get(), on))
                .or(braking::frozen)
                .or(() -> verb.disruptive() ? mostAreSick(pool.get(), on) : notClean(on))
                .or(() -> verb.disruptive() ? harmful(pool.get(), on) : Optional.empty())
                .or(() -> verb.disruptive() ? braking.tooSoon(on, brakes).or(() -> braking.tooOften(on, by, brakes)) : Optional.empty())
                .or(() -> braking.heldByChoice(verb, on, by, brakes))
                .or(() -> verb.disruptive() && !state.agreed(by, verb, on, at) ? belowTheLine(pool.get(), on) : Optional.empty());
    }

    /** A person may act in a freeze and while most are sick, but never twice at once, beyond the limit or below the floor. */
    Optional<Refusal> checkOrder(Verb verb, ResourceId on) {
        var pool = state.poolOf(on);
        return pool.isEmpty()
                ? Optional.of(new Refusal.NoSuchBackend(on))
                : possible(verb, on, pool.get(), true).or(() -> verb.disruptive() ? harmful(pool.get(), on) : Optional.empty());
    }

    private Optional<Refusal> possible(Verb verb, ResourceId on, Pool pool, boolean ordered) {
        var trouble = seen.trafficTrouble(pool.name(), at);
        if (trouble.isPresent()) {
            return Optional.of(new Refusal.BalancerIsAway(pool.name(), trouble.get()));
        }
        return state.openAct(on).<Refusal>map(act -> new Refusal.ActInProgress(act.id()))
                .or(() -> verb.disruptive() ? busy(pool).or(() -> alreadyOut(verb, on, ordered)) : Optional.empty());
    }

    private Optional<Refusal> busy(Pool pool) {
        return state.acts.values().stream()
                .filter(act -> act.verb().byBalancer() && act.verb().disruptive() && pool.has(act.on()))
                .findFirst()
                .map(act -> new Refusal.RoleIsBusy(pool.name(), act.id()));
    }

    /** What was tried in vain a moment ago is not tried again in the same breath. */
    private Optional<Refusal> pausing(ResourceId on) {
        return seen.pauseAfterFailure(on).filter(until -> until.isAfter(at)).map(Refusal.CoolingDown::new);
    }

    /** Taken out by a hand that is not ours, it is that hand's: to bring back, and to take out again, lest we bring it back. */
    private Optional<Refusal> heldByAnother(Verb verb, Pool pool, ResourceId on) {
        boolean another = state.seats.get(on) instanceof Seat seat && seat.out()
                ? seat.byOrder() && !verb.disruptive()
                : seen.flow(pool.name(), on).filter(Flow::held).isPresent();
        return another ? Optional.of(new Refusal.HeldElsewhere(on)) : Optional.empty();
    }

    /** What drains may still be ejected: it fell meanwhile. And a person may keep out what came out by itself. */
    private Optional<Refusal> alreadyOut(Verb verb, ResourceId on, boolean ordered) {
        return switch (state.seats.get(on)) {
            case Seat.Out out when ordered && verb == Verb.EJECT && !out.ordered() -> Optional.empty();
            case Seat.Out(var since, _, _, _, _) -> Optional.of(new Refusal.AlreadyOut(since));
            case Seat.Draining draining when verb == Verb.DRAIN -> Optional.of(new Refusal.AlreadyOut(draining.since()));
            case Seat.Draining _, Seat.Returned _ -> Optional.empty();
            case null -> Optional.empty();
        };
    }

    /** The scar: shared infrastructure fell once, and cutting off what stood on it would have left nothing at all. */
    private Optional<Refusal> mostAreSick(Pool pool, ResourceId on) {
        int sick = count(pool).sick().size() + (count(pool).sick().contains(on) ? 0 : 1);
        int of = inDuty(pool);
        return sick * 2 > of && of > 1
                ? Optional.of(new Refusal.MostAreSick(pool.name(), sick, of))
                : Optional.empty();
    }

    /**
     * How the servers of a pool stand.
     *
     * @param taking those known to be of use
     */
    private record Count(Set<ResourceId> sick, Set<ResourceId> taking, int out) {}

    private Count count(Pool pool) {
        return counts.computeIfAbsent(pool.name(), _ -> {
            var firing = firing();
            var ids = pool.members().stream().map(Pool.Member::id).toList();
            return new Count(
                    ids.stream().filter(id -> looksSick(id, firing)).collect(Collectors.toSet()),
                    ids.stream().filter(id -> takesTraffic(pool, id)).collect(Collectors.toSet()),
                    (int) ids.stream().filter(id -> isOut(pool, id) && !state.rests(id)).count());
        });
    }

    /** One that went out long ago says nothing about what they share now; one that went out a moment ago does. */
    private boolean looksSick(ResourceId id, Set<ResourceId> firing) {
        if (state.seats.get(id) instanceof Seat seat && seat.out()) {
            return !seat.byOrder() && seat.since().plus(SHARED_FAULT).isAfter(at);
        }
        return (state.journeysAt(id).anyMatch(journey -> seen.pulse(journey.name()).suspected()) || firing.contains(id));
    }

    /** What guards that fire speak of. */
    private Set<ResourceId> firing() {
        return state.standings.entrySet().stream()
                .filter(each -> each.getValue() instanceof Standing.Firing)
                .map(each -> state.duties.get(each.getKey().guard()))
                .flatMap(duty -> duty == null ? Stream.<ResourceId>empty() : duty.guard().on().stream())
                .collect(Collectors.toSet());
    }

    /**
     * Whether those that stand in for the server can do without what is restarted behind it.
     *
     * <p>What serves nobody is lost to nobody, and a pool that is never above its floor would never be helped.
     */
    Optional<Refusal> restart(ResourceId on) {
        return state.poolOf(on).filter(pool -> pool.members().size() > pool.floor() && servesPerhaps(pool, on)).flatMap(pool -> belowFloor(pool, on));
    }

    private boolean servesPerhaps(Pool pool, ResourceId on) {
        boolean in = !(state.seats.get(on) instanceof Seat seat && seat.out()) && seen.flow(pool.name(), on).filter(flow -> !flow.takes()).isEmpty();
        return in && state.journeysAt(on).noneMatch(journey -> seen.pulse(journey.name()).fallen());
    }

    /** Whether a person has to agree first to what is restarted behind it. */
    Optional<Refusal> line(ResourceId on) {
        return state.poolOf(on).filter(pool -> servesPerhaps(pool, on)).flatMap(pool -> belowTheLine(pool, on));
    }

    /** What takes nothing any more, by whosever hand, is taken from nobody. */
    private Optional<Refusal> harmful(Pool pool, ResourceId on) {
        if (isOut(pool, on)) {
            return Optional.empty();
        }
        var count = count(pool);
        int most = pool.mostOut(inDuty(pool));
        if (count.out() >= most) {
            return Optional.of(new Refusal.TooManyOut(pool.name(), most, count.out()));
        }
        return belowFloor(pool, on);
    }

    private Optional<Refusal> belowFloor(Pool pool, ResourceId on) {
        return left(pool, on) < pool.floor() ? Optional.of(new Refusal.BelowFloor(pool.name(), pool.floor(), count(pool).taking().size())) : tooLight(pool, on);
    }

    /** Whether these alone would be above the floor once each has its whole share. */
    boolean carry(Pool pool, Collection<ResourceId> servers) {
        var taking = servers.stream().filter(count(pool).taking()::contains).collect(Collectors.toSet());
        int all = weight(pool, id -> !state.rests(id), Flow.Weight::full);
        boolean heavyEnough = pool.floorWeight().isEmpty() || all == 0 || weight(pool, taking::contains, Flow.Weight::full) * 100 / all >= pool.floorWeight().get();
        return taking.size() >= pool.floor() && heavyEnough;
    }

    /** Three small ones do not carry what one large one did. What just comes back carries what it is given by now. */
    private Optional<Refusal> tooLight(Pool pool, ResourceId on) {
        int all = weight(pool, id -> !state.rests(id), Flow.Weight::full);
        if (pool.floorWeight().isEmpty() || all == 0) {
            return Optional.empty();
        }
        int left = weight(pool, id -> !id.equals(on) && count(pool).taking().contains(id), Flow.Weight::now) * 100 / all;
        return left < pool.floorWeight().get() ? Optional.of(new Refusal.TooLittleLeft(pool.name(), pool.floorWeight().get(), left)) : Optional.empty();
    }

    private int weight(Pool pool, Predicate<ResourceId> which, ToIntFunction<Flow.Weight> part) {
        return pool.members().stream().map(Pool.Member::id).filter(which).flatMap(id -> seen.flow(pool.name(), id).stream()).mapToInt(flow -> part.applyAsInt(flow.weight())).sum();
    }

    /** Without those that are kept in reserve. */
    private int inDuty(Pool pool) {
        return (int) pool.members().stream().filter(member -> !state.rests(member.id())).count();
    }

    /** Between the line and the floor it is a person's decision. One that is out already is taken from nobody. */
    private Optional<Refusal> belowTheLine(Pool pool, ResourceId on) {
        if (pool.approvalBelow().isEmpty() || state.seats.get(on) instanceof Seat seat && seat.out()) {
            return Optional.empty();
        }
        int left = left(pool, on);
        return left < pool.approvalBelow().get()
                ? Optional.of(new Refusal.NeedsApproval(Optional.of(new Refusal.Line(pool.name(), pool.approvalBelow().get(), left))))
                : Optional.empty();
    }

    /** Known to work when it is gone. */
    private int left(Pool pool, ResourceId on) {
        var taking = count(pool).taking();
        return taking.size() - (taking.contains(on) ? 1 : 0);
    }

    /** Whether those that are left when it goes suffice. */
    boolean leavesEnough(ResourceId on) {
        return state.poolOf(on).filter(pool -> harmful(pool, on).isEmpty()).isPresent();
    }

    private boolean isOut(Pool pool, ResourceId id) {
        return state.seats.get(id) instanceof Seat seat && seat.out() || seen.flow(pool.name(), id).filter(Flow::held).isPresent();
    }

    /** Known to be of use: what is not known to stand does not count. */
    private boolean takesTraffic(Pool pool, ResourceId id) {
        boolean in = !(state.seats.get(id) instanceof Seat seat && seat.out()) && !state.beingTakenDown(id);
        boolean behind = state.serviceBehind(id).filter(service -> state.beingTakenDown(service) || state.lies(service)).isEmpty();
        return in && behind && seen.flow(pool.name(), id).filter(flow -> flow.takes()).isPresent() && state.journeysAt(id).allMatch(journey -> answers(journey.name()) && answersAnew(journey.name(), id));
    }

    /** A clean run of the process before says nothing of the one that has just begun. */
    private boolean answersAnew(String journey, ResourceId id) {
        return state.serviceBehind(id).map(state.processes::get).filter(process -> process instanceof Process.Running running && !seen.pulse(journey).cleanSince(running.since())).isEmpty();
    }

    private boolean answers(String journey) {
        return new Judge(state, seen, at).ignorance(journey).isEmpty() && !seen.pulse(journey).suspected();
    }

    private Optional<Refusal> notClean(ResourceId on) {
        return state.seats.get(on) instanceof Seat seat && seat.out() && !cleanSince(on, seat.since(), 2)
                ? Optional.of(new Refusal.NotCleanYet(on))
                : Optional.empty();
    }

    /** Whether each journey of the server, and of the service behind it, ran clean so often since. */
    boolean cleanSince(ResourceId on, Instant since, int times) {
        var began = state.serviceBehind(on).map(state.processes::get).filter(Process.Running.class::isInstance).map(process -> ((Process.Running) process).since());
        var from = began.filter(since::isBefore).orElse(since);
        return state.journeysAt(on).allMatch(journey -> seen.pulse(journey.name()).cleanInARow() >= times && seen.pulse(journey.name()).cleanSince(from));
    }
}
