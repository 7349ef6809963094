package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import koboshi.action.Motive;
import koboshi.action.Outcome;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.signal.Fact;

/** What an event means by itself, before any guard is asked. */
final class Reactions {
    /** Beats closer together than this part of the time they are due in count as one. */
    private static final int SAME_BEAT = 10;

    private final State state;
    private final Seen seen;
    private final Instant at;

    Reactions(State state, Seen seen, Instant at) {
        this.state = state;
        this.seen = seen;
        this.at = at;
    }

    List<Entry> to(Event event) {
        return switch (event) {
            case Event.Planned(var plan) -> adopt(plan);
            case Event.Reported reported -> keep(reported);
            case Event.ActEnded(var act, var outcome) -> end(act, outcome);
            case Event.Ordered ordered -> List.of(obey(ordered));
            case Event.SwitchOrdered(var operator, var group, var why) -> List.of(beginSwitch(GuardKey.of("operator:" + operator), group, why));
            case Event.Agreed agreed -> agree(agreed);
            case Event.FreezeOrdered(var operator, var why) -> List.of(new Entry.Frozen("operator:" + operator, why));
            case Event.ThawOrdered(var operator, var why) -> thaw("operator:" + operator, why);
            case Event.Noted(var kind, var text, var from, var on) -> List.of(new Entry.Noted(kind, text, from, on));
            case Event.SelfChecked(var check, var trouble) -> doubtOurselves("self-check:" + check, trouble);
            case Event.ClockJumped(var by) -> jump(by);
            case Event.Resumed _ -> doubtWhatWasBegun();
            case Event.Beat(var heartbeat) -> beat(heartbeat);
            case Event.Tick _, Event.JourneyRan _, Event.JourneyDoubted _, Event.VantageLinked _, Event.VantageLost _, Event.Answered _, Event.TrafficSeen _,
                    Event.AgentLinked _, Event.AgentLost _ -> List.of();
        };
    }

    /** A leap is no time that passed: whatever waits for its {@code for} waits anew. */
    private List<Entry> jump(Duration by) {
        var entries = new ArrayList<Entry>();
        entries.add(new Entry.ClockJumped(by));
        state.standings.forEach((key, standing) -> {
            if (standing instanceof Standing.Pending) {
                var incident = state.duty(key.guard()).map(duty -> Standings.subject(state, duty.guard(), key)).map(state::openIncident);
                entries.add(new Entry.StandingChanged(key, new Standing.Pending(at), "the clock jumped", incident.orElse(OptionalLong.empty()).orElse(0)));
            }
        });
        return entries;
    }

    /** Kept, for a nightly job's beat must outlive us; but not each of many, for they say the same. */
    private List<Entry> beat(String heartbeat) {
        var every = state.duties.values().stream()
                .map(duty -> duty.guard().condition())
                .filter(condition -> condition instanceof Condition.HeartbeatOverdue overdue && overdue.heartbeat().equals(heartbeat))
                .map(condition -> ((Condition.HeartbeatOverdue) condition).every())
                .min(Duration::compareTo);
        var last = state.beats.get(heartbeat);
        boolean worthKeeping = every.isPresent() && (last == null || !last.plus(every.get().dividedBy(SAME_BEAT)).isAfter(at));
        return worthKeeping ? List.of(new Entry.Beaten(heartbeat)) : List.of();
    }

    private List<Entry> adopt(Plan plan) {
        var entries = new ArrayList<Entry>();
        callForWhatIsLeftOut(plan, entries);
        difference(state.services, plan.services(), "service", ResourceId::toString, Entry.ServiceAdopted::new, entries);
        plan.pools().values().forEach(pool -> found(state.pools.get(pool.name()), pool).ifPresent(entries::add));
        difference(state.pools, plan.pools(), "pool", Function.identity(), Entry.PoolAdopted::new, entries);
        difference(state.journeys, plan.journeys(), "journey", Function.identity(), Entry.JourneyAdopted::new, entries);
        difference(state.duties, plan.duties(), "guard", Function.identity(), Entry.DutyAdopted::new, entries);
        return entries;
    }

    /** Said of a pool whose servers its balancers name, where they name others than before. */
    private static Optional<Entry> found(Pool before, Pool after) {
        if (after.discovers().isEmpty()) {
            return Optional.empty();
        }
        var old = before == null ? Map.<String, String>of() : addresses(before);
        var now = addresses(after);
        var joined = new TreeMap<>(now);
        joined.keySet().removeAll(old.keySet());
        var moved = new TreeMap<>(now);
        moved.entrySet().removeIf(each -> !old.containsKey(each.getKey()) || old.get(each.getKey()).equals(each.getValue()));
        var left = old.keySet().stream().filter(server -> !now.containsKey(server)).toList();
        return joined.isEmpty() && moved.isEmpty() && left.isEmpty() ? Optional.empty() : Optional.of(new Entry.ServersFound(after.name(), joined, left, moved));
    }

    private static Map<String, String> addresses(Pool pool) {
        var addresses = new TreeMap<String, String>();
        pool.members().forEach(member -> addresses.put(member.server(), member.address().orElse("")));
        return addresses;
    }

    /** Its balancer goes on keeping it out, and nobody will bring it back. What its balancers name no more is kept out by nobody. */
    private void callForWhatIsLeftOut(Plan plan, List<Entry> entries) {
        state.seats.forEach((backend, seat) -> {
            if (seat.out() && plan.pools().values().stream().noneMatch(pool -> pool.has(backend)) && !leftByItself(backend, plan)) {
                Acts.call(state, backend, seat.by(), 0, "it is out of traffic and no longer in the plan, so nobody brings it back: " + backend, at)
                        .map(call -> numbered((Entry.ActStarted) call, entries))
                        .ifPresent(entries::add);
            }
        });
    }

    private boolean leftByItself(ResourceId backend, Plan plan) {
        return state.poolOf(backend).filter(pool -> pool.discovers().isPresent() && pool.discovers().equals(Optional.ofNullable(plan.pools().get(pool.name())).flatMap(Pool::discovers))).isPresent();
    }

    /** Several begun at once each have a number of their own. */
    private static Entry numbered(Entry.ActStarted call, List<Entry> before) {
        long begun = before.stream().filter(Entry.ActStarted.class::isInstance).count();
        return new Entry.ActStarted(call.act() + begun, call.verb(), call.on(), call.by(), call.incident(), call.deadline(), call.motive(), call.why());
    }

    private static <K extends Comparable<K>, V> void difference(
            Map<K, V> before, Map<K, V> after, String part, Function<K, String> name, Function<V, Entry> adopted, List<Entry> entries) {
        before.keySet().stream().filter(key -> !after.containsKey(key)).forEach(key -> entries.add(new Entry.Dropped(part, name.apply(key))));
        after.keySet().stream().sorted().filter(key -> !after.get(key).equals(before.get(key)))
                .forEach(key -> entries.add(adopted.apply(after.get(key))));
    }

    /** A fact comes again until it is acknowledged; only the first counts. */
    private List<Entry> keep(Event.Reported reported) {
        if (reported.seq() <= state.lastFact(reported.agent(), reported.boot())) {
            return List.of();
        }
        var entries = new ArrayList<Entry>();
        long incident = state.openIncident(reported.on()).orElse(0);
        if (incident == 0 && reported.fact() instanceof Fact.Exited exited && isFall(reported.on(), exited)) {
            incident = state.lastIncident + 1;
            var why = exited.cause() + ": " + exited.detail();
            entries.add(new Entry.IncidentOpened(incident, reported.on(), GuardKey.of("fallen:" + reported.on().name()), why));
        }
        entries.add(new Entry.FactKept(
                reported.agent(), reported.boot(), reported.seq(), reported.on(), reported.fact(), reported.seen(), incident));
        return entries;
    }

    private boolean isFall(ResourceId on, Fact.Exited exited) {
        return exited.cause() != Fact.Cause.ORDERED && state.services.containsKey(on) && !state.beingTakenDown(on);
    }

    private List<Entry> end(long id, Outcome outcome) {
        var act = state.acts.get(id);
        return switch (outcome) {
            case Outcome.Unknown _ when act == null || act.doubted().isPresent() -> List.of();
            case Outcome.Unknown(var why) -> List.of(new Entry.ActDoubted(id, act.incident(), why));
            case Outcome.Done _, Outcome.Failed _ -> act == null ? List.of() : ended(act, outcome);
        };
    }

    private List<Entry> ended(Act act, Outcome outcome) {
        var entries = new ArrayList<Entry>();
        entries.add(new Entry.ActEnded(act.id(), act.incident(), outcome));
        if (outcome instanceof Outcome.Failed(var why) && (act.verb().byBalancer() || act.verb() == Verb.STOP && act.motive() == Motive.COURSE)) {
            var what = act.verb().byBalancer() ? "its traffic could not be moved: " : "it stands by, and could not be stopped: ";
            Acts.call(state, act.on(), act.by(), act.incident(), what + why, at).ifPresent(entries::add);
        }
        return entries;
    }

    private Entry obey(Event.Ordered ordered) {
        var by = GuardKey.of("operator:" + ordered.operator());
        long incident = state.openIncident(ordered.on()).orElse(0);
        var refusal = new Braking(state, seen, at).checkOrder(ordered.verb(), ordered.on());
        var first = ordered.verb().replaces() ? new Reliefs(state, seen, at).first(ordered.verb(), ordered.on(), refusal) : Optional.<Reliefs.First>empty();
        if (first.isPresent()) {
            return standbyFirst(ordered, first.get(), by, incident);
        }
        return refusal.<Entry>map(why -> new Entry.ActRefused(ordered.verb(), ordered.on(), by, incident, why))
                .orElseGet(() -> Acts.start(state, ordered.verb(), ordered.on(), by, incident, Motive.ORDER, ordered.why(), at));
    }

    /** A person may try again what was tried in vain. */
    private static Entry standbyFirst(Event.Ordered ordered, Reliefs.First first, GuardKey by, long incident) {
        return switch (first) {
            case Reliefs.First.Begin(var standby) -> new Entry.ReliefBegan(ordered.on(), standby, ordered.verb(), by, incident, Motive.ORDER, ordered.why());
            case Reliefs.First.Vain(var why) -> new Entry.ReliefBegan(ordered.on(), why.standby(), ordered.verb(), by, incident, Motive.ORDER, ordered.why());
            case Reliefs.First.Wait(var standby) -> new Entry.ActRefused(ordered.verb(), ordered.on(), by, incident, new Refusal.StandbyRises(standby));
        };
    }

    private Entry beginSwitch(GuardKey by, ResourceId group, String why) {
        var pool = group.name().substring(0, Math.max(0, group.name().indexOf('/')));
        return new Switches(state, seen, at).check(group)
                .<Entry>map(refusal -> new Entry.ActRefused(Verb.READY, group, by, 0, refusal))
                .orElseGet(() -> new Entry.SwitchBegan(pool, Switches.name(group), by, why));
    }

    /** To what the person was shown, while it is still asked: what is asked now may be another thing. */
    private List<Entry> agree(Event.Agreed word) {
        var by = GuardKey.of("operator:" + word.operator());
        return state.questions(at).stream()
                .filter(question -> question.incident() == word.incident() && Asked.of(question).equals(word.asked()))
                .<Entry>map(question -> new Entry.Agreed(word.incident(), question.asked(), question.verb(), question.on(), by, at.plus(Agreement.LASTS), word.why()))
                .toList();
    }

    /** A person's thaw ends every freeze: whoever thaws has looked. */
    private List<Entry> thaw(String by, String why) {
        return state.freezes.keySet().stream().<Entry>map(freeze -> new Entry.Thawed(freeze, by + ": " + why)).toList();
    }

    private List<Entry> doubtOurselves(String check, Optional<String> trouble) {
        boolean frozen = state.freezes.containsKey(check);
        if (trouble.isPresent() == frozen) {
            return List.of();
        }
        return List.of(trouble.<Entry>map(why -> new Entry.Frozen(check, why)).orElseGet(() -> new Entry.Thawed(check, "the check is well again")));
    }

    /** Also what was doubted already: we may have been killed before a hand could look again or call again. */
    private List<Entry> doubtWhatWasBegun() {
        return state.acts.values().stream()
                .<Entry>map(act -> new Entry.ActDoubted(act.id(), act.incident(), "Koboshi was restarted meanwhile"))
                .toList();
    }
}
