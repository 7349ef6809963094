package koboshi.loop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.action.Duty;
import koboshi.action.Verb;
import koboshi.action.Refusal;
import koboshi.guard.Condition;
import koboshi.incident.Entry;
import koboshi.resource.ResourceId;

/**
 * One step of the one loop: from an event to the entries it means, applied to the working state.
 *
 * <p>What is decided depends on the state, what was seen, the event and the moment, and on nothing else; so the same events give the same
 * entries again. Whoever calls it makes the entries durable before any hand moves.
 */
public final class Loop {
    /** What is in work settles in a few rounds each; more means two rules undo each other, which must show rather than spin. */
    private static final int MOST_ROUNDS = 20;

    private final State state;
    private final Seen seen;
    private Map<Object, List<Duty>> concerned = Map.of();
    private Instant now;

    public Loop(State state, Seen seen) {
        this.state = state;
        this.seen = seen;
        this.now = state.at();
        index();
    }

    public State state() {
        return state;
    }

    public Seen seen() {
        return seen;
    }

    /** @param moment when the event is taken up; the loop's own time never goes back */
    public List<Entry> step(Event event, Instant moment) {
        var at = forward(moment);
        var written = new ArrayList<Entry>();
        seen.see(event, state, at);
        write(new Reactions(state, seen, at).to(event), written, at);
        if (event instanceof Event.Planned) {
            index();
        }
        var standings = new Standings(state, seen, at);
        concernedBy(event).forEach(duty -> standings.of(duty, entries -> write(entries, written, at)));
        settle(written, at);
        if (event instanceof Event.Tick) {
            seen.clockJumped = false;
        }
        return written;
    }

    /** Why a person's order would be refused now, so that it can be said before it is given. */
    public Optional<Refusal> wouldRefuse(Verb verb, ResourceId on) {
        return refusing().of(verb, on);
    }

    /** The same for many orders at once; good until the next step. */
    public Refusing refusing() {
        return new Braking(state, seen, now)::checkOrder;
    }

    /** Tells why an order would be refused. */
    public interface Refusing {
        Optional<Refusal> of(Verb verb, ResourceId on);
    }

    /** Why a person's order to switch would be refused now. */
    public Optional<Refusal> wouldRefuseSwitch(ResourceId group) {
        return new Switches(state, seen, now).check(group);
    }

    private Instant forward(Instant moment) {
        now = moment.isAfter(now) ? moment : now;
        return now;
    }

    private void settle(List<Entry> written, Instant at) {
        int most = MOST_ROUNDS * (10 + state.remedies.size() + state.openIncidents.size() + state.seats.size() + state.acts.size() + state.probations.size());
        for (int round = 0; round < most; round++) {
            var next = next(at);
            if (next.isEmpty()) {
                return;
            }
            write(next, written, at);
        }
        throw new IllegalStateException("the loop does not settle; last written: " + written.subList(Math.max(0, written.size() - 10), written.size()));
    }

    /** Freezes come before acts, ends of acts before beginnings. */
    private List<Entry> next(Instant at) {
        var next = new Safety(state, at).next();
        if (next.isEmpty() && !(state.acts.isEmpty() && state.probations.isEmpty())) {
            next = new Acts(state, seen, at).next();
        }
        if (next.isEmpty() && !state.remedies.isEmpty()) {
            next = new Remedies(state, seen, at).next();
        }
        if (next.isEmpty() && !(state.standbys.isEmpty() && state.reliefs.isEmpty())) {
            next = new Reliefs(state, seen, at).next();
        }
        if (next.isEmpty() && !state.switches.isEmpty()) {
            next = new Switches(state, seen, at).next();
        }
        if (next.isEmpty() && !state.seats.isEmpty()) {
            next = new Courses(state, seen, at).next();
        }
        if (next.isEmpty() && !state.openIncidents.isEmpty()) {
            next = new Incidents(state, seen, at).next();
        }
        return next;
    }

    private void write(List<Entry> entries, List<Entry> written, Instant at) {
        for (var entry : entries) {
            state.apply(entry, at);
            written.add(entry);
        }
    }

    private Collection<Duty> concernedBy(Event event) {
        return switch (event) {
            case Event.Tick _ -> restless();
            case Event.Planned _, Event.Resumed _, Event.ClockJumped _ -> List.copyOf(state.duties.values());
            case Event.JourneyRan(var journey, _, _) -> about(journey);
            case Event.JourneyDoubted(var journey, _, _) -> about(journey);
            case Event.Beat(var heartbeat) -> about(heartbeat);
            case Event.Answered(var guard, _) -> state.duties.containsKey(guard) ? List.of(state.duties.get(guard)) : List.of();
            case Event.Reported reported -> about(reported.on());
            case Event.AgentLinked(var agent) -> about(agent);
            case Event.AgentLost(var agent) -> about(agent);
            case Event.VantageLinked(var vantage) -> about(new Condition.VantageAway(vantage));
            case Event.VantageLost(var vantage) -> about(new Condition.VantageAway(vantage));
            case Event.TrafficSeen seenThere -> about(new Condition.BalancerAway(seenThere.pool()));
            case Event.ActEnded _, Event.Ordered _, Event.Agreed _, Event.SwitchOrdered _, Event.FreezeOrdered _, Event.ThawOrdered _,
                    Event.Noted _, Event.SelfChecked _ -> List.of();
        };
    }

    /** Rules come by the thousand and answer by themselves: only one whose answers fail to come has to be looked at as time passes. */
    private List<Duty> restless() {
        var lately = now.minus(Judge.ANSWER_LASTS);
        var restless = new ArrayList<Duty>();
        for (var duty : state.duties.values()) {
            if (!(duty.guard().condition() instanceof Condition.Raised) || !seen.answeredAfter(duty.name(), lately)) {
                restless.add(duty);
            }
        }
        return restless;
    }

    private List<Duty> about(Object subject) {
        return concerned.getOrDefault(subject, List.of());
    }

    private void index() {
        var index = new HashMap<Object, List<Duty>>();
        state.duties.values().forEach(duty -> subjects(duty).forEach(subject -> index.computeIfAbsent(subject, _ -> new ArrayList<>()).add(duty)));
        concerned = index;
    }

    private static List<Object> subjects(Duty duty) {
        return switch (duty.guard().condition()) {
            case Condition.JourneyFails(var journey) -> List.of(journey);
            case Condition.HeartbeatOverdue overdue -> List.of(overdue.heartbeat());
            case Condition.Fallen(ResourceId service) -> List.of(service);
            case Condition.Exhausted(ResourceId service) -> List.of(service);
            case Condition.AgentAway(var host) -> List.of(host);
            case Condition.VantageAway away -> List.of(away);
            case Condition.BalancerAway away -> List.of(away);
            case Condition.Absent _, Condition.Gives _, Condition.RunsOut _, Condition.Burns _, Condition.Strange _, Condition.Raised _ -> List.of();
        };
    }
}
