package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.action.Motive;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.incident.Entry;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.signal.Flow;

/**
 * Standby first: before what takes traffic is taken down, what is kept stopped is started, proves itself at its server and takes traffic; afterwards it
 * goes back to rest.
 *
 * <p>Nothing is taken out for it before the standby takes traffic, so one that does not rise costs nobody anything.
 */
final class Reliefs {
    /** On top of its warm-up and its ramp: to answer, and for balancers to notice. */
    private static final Duration TO_TAKE_OVER = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final String OPERATOR = "operator:";
    private static final String RESERVE = "it is kept in reserve";

    /** What did not rise a moment ago does not rise now. */
    private static final Duration TRY_AGAIN_AFTER = Duration.ofMinutes(10);

    private final State state;
    private final Seen seen;
    private final Instant at;

    Reliefs(State state, Seen seen, Instant at) {
        this.state = state;
        this.seen = seen;
        this.at = at;
    }

    // What asks for a relief.

    /** What has to be done or waited for before the verb may be done to the service, if anything. */
    sealed interface First {
        record Begin(ResourceId standby) implements First {}

        /** It is on its way. */
        record Wait(ResourceId standby) implements First {}

        /** It was tried in vain. */
        record Vain(Refusal.StandbyDidNotRise why) implements First {}
    }

    /**
     * Nothing where there is no standby, or it makes no difference.
     *
     * @param refusal what holds the verb without a standby; that too few would be left is what a standby is for
     */
    Optional<First> first(Verb verb, ResourceId on, Optional<Refusal> refusal) {
        boolean tooFew = refusal.filter(Reliefs::tooFew).isPresent();
        if (state.standbys.isEmpty() || refusal.isPresent() && !tooFew) {
            return Optional.empty();
        }
        if (verb.replaces()) {
            boolean serves = state.backendOf(on).filter(this::takes).isPresent();
            return Optional.ofNullable(state.services.get(on)).filter(service -> serves && !new Braking(state, seen, at).lies(service)).flatMap(_ -> first(on));
        }
        return verb.byBalancer() && tooFew ? state.serviceBehind(on).flatMap(this::first).filter(this::helpsYet) : Optional.empty();
    }

    /** Also where a person's word would be needed, which nobody has to be asked for once the standby is in. */
    private static boolean tooFew(Refusal refusal) {
        return refusal instanceof Refusal.BelowFloor || refusal instanceof Refusal.TooLittleLeft || refusal instanceof Refusal.NeedsApproval(var line) && line.isPresent();
    }

    /** Where it is in already and too few are left all the same, the floor speaks. */
    private boolean helpsYet(First first) {
        return !(first instanceof First.Wait(var standby) && inTraffic(standby));
    }

    /** Nothing where there is no standby, or its server is out of traffic already. */
    private Optional<First> first(ResourceId service) {
        var backend = state.backendOf(service);
        if (backend.isEmpty() || outOfTraffic(backend.get()) || state.standsBy(backend.get())) {
            return Optional.empty();
        }
        var relief = state.reliefs.get(service);
        if (relief != null && toBeDone(relief)) {
            return Optional.of(new First.Wait(relief.standby()));
        }
        // One that is on its way back to rest comes in again.
        var standby = relief != null && canRise(relief.standby()) ? Optional.of(relief.standby()) : state.poolOf(backend.get()).flatMap(this::free);
        return standby.map(one -> begin(service, one));
    }

    /** What holds the verb though the standby is in: with it too few would be left all the same. */
    Optional<Refusal> heldYet(ResourceId service, Optional<Refusal> refusal) {
        boolean over = state.reliefs.get(service) instanceof Relief relief && inTraffic(relief.standby());
        return refusal.filter(why -> over && tooFew(why));
    }

    private First begin(ResourceId service, ResourceId standby) {
        var tried = state.reliefsInVain.get(service);
        return tried != null && tried.plus(TRY_AGAIN_AFTER).isAfter(at)
                ? new First.Vain(new Refusal.StandbyDidNotRise(standby, tried.plus(TRY_AGAIN_AFTER)))
                : new First.Begin(standby);
    }

    /** One that rests and that nobody else needs, and whose agent can start it. */
    private Optional<ResourceId> free(Pool pool) {
        return pool.members().stream()
                .filter(member -> member.standsBy() && outOfTraffic(member.id()) && !aPersonKeepsOut(member.id()) && state.reliefs.values().stream().noneMatch(relief -> relief.standby().equals(member.id())))
                .map(Pool.Member::id)
                .filter(this::canRise)
                .findFirst();
    }

    private boolean canRise(ResourceId standby) {
        return state.serviceBehind(standby).map(state.services::get).filter(service -> seen.linked(service.host())).isPresent();
    }

    // How it goes on.

    List<Entry> next() {
        for (var relief : state.reliefs.values()) {
            var next = next(relief);
            if (next.isPresent()) {
                return called(next.get(), relief);
            }
        }
        boolean frozen = state.freeze().isPresent() || seen.clockJumped;
        for (var standby : frozen ? List.<ResourceId>of() : state.standbys) {
            var next = state.reliefs.values().stream().anyMatch(relief -> relief.standby().equals(standby)) ? Optional.<Entry>empty() : rest(standby, 0);
            if (next.isPresent()) {
                return List.of(next.get());
            }
        }
        return List.of();
    }

    private List<Entry> called(Entry next, Relief relief) {
        if (!(next instanceof Entry.ReliefDoomed(_, _, var why))) {
            return List.of(next);
        }
        var call = Acts.call(state, relief.on(), relief.by(), relief.incident(), nothingTakenOut(relief) ? "no standby takes over, so nothing is taken out: " + why : why, at);
        return Stream.concat(Stream.of(next), call.stream()).toList();
    }

    private boolean nothingTakenOut(Relief relief) {
        return state.backendOf(relief.on()).filter(this::outOfTraffic).isEmpty();
    }

    private Optional<Entry> next(Relief relief) {
        var active = state.backendOf(relief.on());
        if (active.isEmpty() || !state.standsBy(relief.standby()) || !state.services.containsKey(relief.on())) {
            return Optional.of(new Entry.ReliefEnded(relief.on(), relief.incident(), Optional.of("the plan has changed")));
        }
        var pool = state.poolOf(active.get()).orElseThrow();
        if (seen.trafficTrouble(pool.name(), at).isPresent() || held(relief)) {
            return Optional.empty();
        }
        boolean wanted = wanted(relief, active.get());
        if (wanted && !outOfTraffic(active.get()) && !stands(relief)) {
            return Optional.empty();
        }
        var vain = wanted ? inVain(relief, active.get(), pool) : Optional.<Entry>empty();
        if (vain.isPresent() || busy(relief, active.get())) {
            return vain;
        }
        if (wanted) {
            return takeOver(relief, active.get(), pool);
        }
        boolean neverCame = relief.doomed().isPresent() && outOfTraffic(relief.standby());
        return neverCame || inAgain(active.get(), pool) || state.rests(active.get()) ? handBack(relief) : Optional.empty();
    }

    /** A hand that is frozen begins nothing; what a person ordered goes on. */
    private boolean held(Relief relief) {
        return relief.motive() != Motive.ORDER && (state.freeze().isPresent() || seen.clockJumped);
    }

    private boolean busy(Relief relief, ResourceId active) {
        var behind = state.serviceBehind(relief.standby());
        return state.openAct(active).isPresent() || state.openAct(relief.standby()).isPresent() || state.openAct(relief.on()).isPresent()
                || behind.flatMap(state::openAct).isPresent() || pausing(active) || pausing(relief.standby());
    }

    private boolean pausing(ResourceId backend) {
        return seen.pauseAfterFailure(backend).filter(until -> until.isAfter(at)).isPresent();
    }

    private boolean wanted(Relief relief, ResourceId active) {
        boolean missing = !state.rests(active) && (outOfTraffic(active) || !takes(active));
        return relief.doomed().isEmpty() && (missing || toBeDone(relief));
    }

    /** Whether what the standby took over for has still to be done. */
    boolean toBeDone(Relief relief) {
        return relief.doomed().isEmpty() && relief.done().isEmpty() && (relief.motive() == Motive.ORDER || wants(relief));
    }

    /** Whether it may be done now: on behalf of a guard of which nobody can say whether it holds, nobody is taken out. */
    boolean stands(Relief relief) {
        return !toBeDone(relief) || relief.motive() == Motive.ORDER
                || !seen.isUnknown(relief.by()) && new Remedies(state, seen, at).holds(relief.by(), state.duties.get(relief.by().guard()));
    }

    /** Its guard still stands at the very step. */
    private boolean wants(Relief relief) {
        var remedy = state.remedies.get(relief.by());
        var duty = state.duties.get(relief.by().guard());
        return remedy != null && duty != null && remedy.step() < duty.runbook().then().size() && duty.runbook().then().get(remedy.step()) == relief.verb();
    }

    /** Said also while something is under way at it: the agent that should tell how that went may be gone for good. */
    private Optional<Entry> inVain(Relief relief, ResourceId active, Pool pool) {
        var service = state.serviceBehind(relief.standby()).map(state.services::get).orElse(null);
        if (service != null && (relapsed(relief) || outOfTraffic(active) || inTraffic(relief.standby()) || inTime(relief, service, pool))) {
            return Optional.empty();
        }
        return Optional.of(new Entry.ReliefDoomed(relief.on(), relief.incident(), "its standby did not take over in time: " + obstacle(relief.standby(), service)));
    }

    private boolean inTime(Relief relief, Service standby, Pool pool) {
        return relief.since().plus(standby.warmUp()).plus(pool.back().ramp()).plus(TO_TAKE_OVER).isAfter(at);
    }

    /** What it stands by for was back, and it on its way to rest. */
    private boolean relapsed(Relief relief) {
        return state.seats.get(relief.standby()) instanceof Seat seat && seat.out() && seat.by().equals(reserve(relief.standby())) && seat.since().isAfter(relief.since());
    }

    private Optional<Entry> takeOver(Relief relief, ResourceId active, Pool pool) {
        if (relapsed(relief)) {
            // What was done once is not done again for it: the standby only serves until the other is back.
            var motive = relief.done().isPresent() ? Motive.COURSE : relief.motive();
            return Optional.of(new Entry.ReliefBegan(relief.on(), relief.standby(), relief.verb(), relief.by(), relief.incident(), motive, relief.why()));
        }
        var service = state.serviceBehind(relief.standby()).map(state.services::get).orElseThrow();
        return orderedInVain(relief, active, service, pool).or(() -> rise(relief, service)).or(() -> bringIn(relief, pool)).or(() -> inTraffic(relief.standby()) ? takeOut(relief, active) : Optional.empty());
    }

    /** What was ordered and cannot be done must not keep a server out for ever, nor be done hours later. */
    private Optional<Entry> orderedInVain(Relief relief, ResourceId active, Service standby, Pool pool) {
        if (relief.motive() != Motive.ORDER || relief.done().isPresent()) {
            return Optional.empty();
        }
        if (!relief.since().plus(standby.warmUp()).plus(pool.back().ramp()).plus(pool.drain()).plus(TO_TAKE_OVER.multipliedBy(2)).isAfter(at)) {
            return Optional.of(new Entry.ReliefDoomed(relief.on(), relief.incident(), "what was ordered was not done in time"));
        }
        boolean longOut = state.seats.get(active) instanceof Seat.Out out && !out.since().plus(TO_TAKE_OVER).isAfter(at);
        return longOut
                ? new Braking(state, seen, at).checkOrder(relief.verb(), relief.on())
                        .map(why -> new Entry.ReliefDoomed(relief.on(), relief.incident(), "what was ordered cannot be done: " + why.getClass().getSimpleName()))
                : Optional.empty();
    }

    private String obstacle(ResourceId standby, Service service) {
        if (service == null || !(state.processes.get(service.id()) instanceof Process.Running)) {
            return "it does not run";
        }
        return outOfTraffic(standby) ? "its journeys do not run clean" : "its balancers do not send it its whole share";
    }

    private Optional<Entry> rise(Relief relief, Service service) {
        boolean lies = !(state.processes.get(service.id()) instanceof Process.Running);
        return lies && !lately(Verb.START, service.id()) ? Optional.of(start(Verb.START, service.id(), reserve(relief.standby()), relief.incident(), "it stands by for " + relief.on())) : Optional.empty();
    }

    /** What did not come of it a moment ago is not tried again in the same breath. */
    private boolean lately(Verb verb, ResourceId on) {
        return state.recent.stream().anyMatch(act -> act.verb() == verb && act.on().equals(on) && act.started().plus(PAUSE).isAfter(at));
    }

    private Optional<Entry> bringIn(Relief relief, Pool pool) {
        var standby = relief.standby();
        boolean clean = state.serviceBehind(standby).map(state.processes::get).filter(Process.Running.class::isInstance).isPresent()
                && new PoolBraking(state, seen, at).cleanSince(standby, relief.since(), pool.back().clean());
        return outOfTraffic(standby) && clean && !aPersonKeepsOut(standby) && !aGuardKeepsOut(standby) ? Optional.of(start(Verb.READY, standby, reserve(standby), relief.incident(), "it runs clean, and takes over from " + relief.on())) : Optional.empty();
    }

    private boolean aPersonKeepsOut(ResourceId standby) {
        return state.seats.get(standby) instanceof Seat seat && seat.out() && seat.by().guard().startsWith(OPERATOR);
    }

    /** It fell itself: it comes back as any server does. */
    private boolean aGuardKeepsOut(ResourceId standby) {
        boolean tooSoon = state.seats.get(standby) instanceof Seat.Out out && !out.by().equals(reserve(standby)) && out.earliest().isAfter(at);
        return tooSoon || new Courses(state, seen, at).inWork(standby);
    }

    /** The server whose service is to be begun anew; what a guard does to the server itself, its runbook does. */
    private Optional<Entry> takeOut(Relief relief, ResourceId active) {
        if (relief.verb().byBalancer() || !toBeDone(relief)) {
            return Optional.empty();
        }
        if (!outOfTraffic(active)) {
            return agreed(relief, active) && mayGo(active) ? Optional.of(start(Verb.DRAIN, active, relief.by(), relief.incident(), relief.standby() + " takes over")) : Optional.empty();
        }
        boolean empty = state.seats.get(active) instanceof Seat.Out;
        boolean ordered = relief.motive() == Motive.ORDER && new Braking(state, seen, at).checkOrder(relief.verb(), relief.on()).isEmpty();
        return empty && ordered ? Optional.of(Acts.start(state, relief.verb(), relief.on(), relief.by(), relief.incident(), Motive.ORDER, relief.why(), at)) : Optional.empty();
    }

    private boolean agreed(Relief relief, ResourceId active) {
        return relief.motive() == Motive.ORDER || state.agreed(relief.by(), relief.verb(), relief.on(), at) || new PoolBraking(state, seen, at).line(active).isEmpty();
    }

    private boolean mayGo(ResourceId backend) {
        return new PoolBraking(state, seen, at).checkOrder(Verb.DRAIN, backend).isEmpty();
    }

    // The way back.

    private Optional<Entry> handBack(Relief relief) {
        var rest = rest(relief.standby(), relief.incident());
        boolean persons = state.serviceBehind(relief.standby()).map(state.services::get).filter(service -> ordered(relief.standby(), service)).isPresent();
        if (rest.isPresent() || !resting(relief.standby()) && !persons) {
            return rest;
        }
        return Optional.of(new Entry.ReliefEnded(relief.on(), relief.incident(), relief.doomed()));
    }

    /** Neither in traffic nor running, for nobody needs it. */
    private Optional<Entry> rest(ResourceId standby, long incident) {
        var pool = state.poolOf(standby);
        var service = state.serviceBehind(standby).map(state.services::get);
        if (pool.isEmpty() || service.isEmpty() || seen.trafficTrouble(pool.get().name(), at).isPresent() || pausing(standby)
                || state.openAct(standby).isPresent() || state.openAct(service.get().id()).isPresent() || ordered(standby, service.get())) {
            return Optional.empty();
        }
        if (!outOfTraffic(standby)) {
            boolean served = takes(standby);
            return !served || mayGo(standby) ? Optional.of(start(served ? Verb.DRAIN : Verb.EJECT, standby, reserve(standby), incident, RESERVE)) : Optional.empty();
        }
        boolean runs = state.processes.get(service.get().id()) instanceof Process.Running && state.seats.get(standby) instanceof Seat.Out;
        boolean may = runs && !lately(Verb.STOP, service.get().id()) && seen.linked(service.get().host()) && new Braking(state, seen, at).checkOrder(Verb.STOP, service.get().id()).isEmpty();
        return may ? Optional.of(start(Verb.STOP, service.get().id(), reserve(standby), incident, RESERVE)) : Optional.empty();
    }

    private boolean resting(ResourceId standby) {
        var service = state.serviceBehind(standby).map(state.services::get);
        return state.seats.get(standby) instanceof Seat.Out && service.filter(one -> state.processes.get(one.id()) instanceof Process.Running).isEmpty();
    }

    /** What a person started is the person's for an hour, and what a person brought in for good. */
    private boolean ordered(ResourceId standby, Service service) {
        boolean brought = state.seats.get(standby) instanceof Seat.Returned returned && !returned.by().equals(reserve(standby));
        boolean started = state.recent.stream().filter(act -> act.on().equals(service.id())).reduce((_, later) -> later)
                .filter(act -> act.motive() == Motive.ORDER && act.verb() != Verb.STOP && act.started().plus(State.AN_HOUR).isAfter(at)).isPresent();
        return brought || started;
    }

    private boolean outOfTraffic(ResourceId backend) {
        return state.seats.get(backend) instanceof Seat seat && seat.out();
    }

    private boolean takes(ResourceId backend) {
        return state.poolOf(backend).flatMap(pool -> seen.flow(pool.name(), backend)).filter(Flow::takes).isPresent();
    }

    /** With the whole of its share. */
    private boolean inTraffic(ResourceId backend) {
        return state.poolOf(backend).filter(pool -> inAgain(backend, pool)).isPresent();
    }

    private boolean inAgain(ResourceId backend, Pool pool) {
        boolean whole = !(state.seats.get(backend) instanceof Seat.Returned returned) || !returned.since().plus(pool.back().ramp()).isAfter(at);
        return !outOfTraffic(backend) && whole && takes(backend);
    }

    /** In whose name it is started, brought in and put back. */
    static GuardKey reserve(ResourceId standby) {
        return GuardKey.of("standby:" + standby.name());
    }

    private Entry start(Verb verb, ResourceId on, GuardKey by, long incident, String why) {
        return Acts.start(state, verb, on, by, incident, Motive.COURSE, why, at);
    }
}
