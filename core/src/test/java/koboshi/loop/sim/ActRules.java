package koboshi.loop.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import koboshi.action.Motive;
import koboshi.action.Verb;
import koboshi.action.Verb.WhenUnknown;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.loop.Act;
import koboshi.loop.Event;
import koboshi.loop.Loop;
import koboshi.loop.State;
import koboshi.resource.ResourceId;
import koboshi.signal.Fact;

/** No act makes things worse. */
final class ActRules {
    private record Moved(Entry.ActStarted act, Instant at) {}

    private final World world;
    private final Deque<Moved> hour = new ArrayDeque<>();
    private final Map<ResourceId, Instant> ended = new HashMap<>();
    private final Map<ResourceId, Instant> observed = new HashMap<>();

    ActRules(World world) {
        this.world = world;
    }

    /** What was decided and never committed may be decided again; what was committed counts on. */
    void begin(List<Ledger.Line> durable) {
        hour.clear();
        ended.clear();
        var begun = new HashMap<Long, Entry.ActStarted>();
        for (var line : durable) {
            if (line.entry() instanceof Entry.ActStarted started && started.verb().changes()) {
                hour.addLast(new Moved(started, line.at()));
                begun.put(started.act(), started);
            } else if (line.entry() instanceof Entry.ActEnded over && begun.containsKey(over.act())) {
                ended.put(begun.get(over.act()).on(), line.at());
            }
        }
    }

    void before(Event event, Entry entry, State state, Loop loop, Instant at) {
        switch (entry) {
            case Entry.ActStarted started -> starts(started, state, loop, at);
            case Entry.ActEnded over -> ends(over, event, state, at);
            case Entry.FactKept kept when kept.fact() instanceof Fact.Observed -> observed.put(kept.on(), at);
            default -> {}
        }
    }

    private void starts(Entry.ActStarted act, State state, Loop loop, Instant at) {
        if (act.verb() == Verb.NOTIFY) {
            return;
        }
        require(state.openActs().stream().noneMatch(open -> open.verb().byAgent() && open.on().equals(act.on())), "a second act on one resource", act);
        if (act.verb() == Verb.CAPTURE) {
            return;
        }
        if (act.verb().disruptive()) {
            require(state.openActs().stream().noneMatch(open -> open.verb().disruptive() && sameRole(open, act, state)), "a second act in one role", act);
            world.rules.truth().keepsTheFloor(act, state);
        }
        if (act.motive() != Motive.ORDER) {
            byItself(act, state, loop, at);
        }
        hour.addLast(new Moved(act, at));
    }

    private void byItself(Entry.ActStarted act, State state, Loop loop, Instant at) {
        require(state.freeze().isEmpty(), "an act in a freeze", act);
        require(loop.seen().unknownWhy(act.by()).isEmpty(), "an act upon what is unknown", act);
        var standing = state.standings().get(act.by());
        require(standing instanceof Standing.Firing firing && firing.clearSince().isEmpty(), "an act though its guard does not hold: " + standing, act);
        var brakes = world.rules.truth().duty(state, act.by().guard()).runbook().brakes();
        require(!brakes.dryRun() && !brakes.approval(), "an act that is only rehearsed", act);
        long before = hour.stream()
                .filter(moved -> moved.at().isAfter(at.minus(Duration.ofHours(1))))
                .filter(moved -> moved.act().on().equals(act.on()) && moved.act().by().guard().equals(act.by().guard()))
                .count();
        require(before < brakes.perHour(), "an act too often", act);
        var last = ended.getOrDefault(act.on(), Instant.EPOCH);
        require(!last.plus(brakes.coolDown()).isAfter(at), "an act too soon", act);
    }

    private void ends(Entry.ActEnded over, Event event, State state, Instant at) {
        var act = state.openActs().stream().filter(open -> open.id() == over.act()).findFirst();
        require(act.isPresent(), "an act ends that is not open", over);
        if (act.get().verb().changes()) {
            ended.put(act.get().on(), at);
        }
        boolean told = event instanceof Event.ActEnded;
        if (!told && act.get().verb().whenUnknown() == WhenUnknown.OBSERVE && state.service(act.get().on()).isPresent()) {
            var seen = observed.get(act.get().on());
            require(seen != null && act.get().doubted().filter(doubted -> !seen.isBefore(doubted)).isPresent(), "judged before it was looked at", over);
        }
    }

    private static boolean sameRole(Act open, Entry.ActStarted act, State state) {
        var one = state.service(open.on());
        var other = state.service(act.on());
        return one.isPresent() && other.isPresent() && one.get().role().equals(other.get().role());
    }

    private static void require(boolean holds, String what, Entry entry) {
        if (!holds) {
            throw new Broken(what + ": " + entry);
        }
    }
}
