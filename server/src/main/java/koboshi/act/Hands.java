package koboshi.act;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.action.Verb.WhenUnknown;
import koboshi.incident.Entry;
import koboshi.loop.Act;
import koboshi.loop.Event;
import koboshi.loop.State;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;

/**
 * Moves once an entry is durable: acts that were started are begun, acts whose outcome is unknown are looked at or done again by their rule.
 *
 * <p>Called on the loop's thread; nothing here waits.
 */
public final class Hands {
    private static final Duration BETWEEN_CALLS = Duration.ofSeconds(5);

    private final Agents agents;
    private final Agents.Events events;
    private final Callers callers;
    private final Traffic traffic;
    /** Calls that are being made. */
    private final Set<Long> calling = ConcurrentHashMap.newKeySet();
    /** When a call was last begun; only of those that have not ended. */
    private final Map<Long, Instant> called = new HashMap<>();

    /** Moves the traffic of a server. Waits for balancers, each a second at most. */
    @FunctionalInterface
    public interface Traffic {
        Outcome move(Verb verb, ResourceId backend);
    }

    public Hands(Agents agents, Callers callers, Traffic traffic, Agents.Events events) {
        this.agents = agents;
        this.traffic = traffic;
        this.events = events;
        this.callers = callers;
    }

    /** After every round of the loop, also one that wrote nothing: a call in doubt is made again after a while. */
    public void follow(List<Entry> entries, State state, Instant now) {
        begin(entries, state, now);
        callAgain(state, now);
    }

    private void begin(List<Entry> entries, State state, Instant now) {
        for (var entry : entries) {
            switch (entry) {
                case Entry.ActStarted started -> begin(started, state, now);
                case Entry.ActDoubted(var id, _, _) -> state.openActs().stream().filter(act -> act.id() == id).findFirst()
                        .ifPresent(act -> byRule(act, state, now));
                case Entry.ServiceAdopted _, Entry.PoolAdopted _, Entry.ServersFound _, Entry.JourneyAdopted _, Entry.DutyAdopted _, Entry.Dropped _, Entry.StandingChanged _,
                        Entry.KnowledgeLost _, Entry.KnowledgeRegained _, Entry.IncidentOpened _, Entry.IncidentEnded _, Entry.Answering _,
                        Entry.ActRefused _, Entry.Agreed _, Entry.ReliefBegan _, Entry.ReliefDoomed _, Entry.ReliefEnded _, Entry.SwitchBegan _, Entry.SwitchYields _, Entry.SwitchShifted _, Entry.SwitchTurnedBack _, Entry.SwitchEnded _, Entry.ActEnded _, Entry.ProbationBegan _, Entry.ProbationEnded _, Entry.Frozen _, Entry.Thawed _,
                        Entry.ClockJumped _, Entry.Noted _, Entry.FactKept _, Entry.Beaten _, Entry.MemoryAtFall _ -> {}
            }
        }
    }

    /** An agent that is back may be able to say what became of what it was told. */
    public void lookAgain(String host, State state, Instant now) {
        state.openActs().stream()
                .filter(act -> act.doubted().isPresent() && act.verb().byAgent())
                .filter(act -> state.service(act.on()).map(Service::host).filter(host::equals).isPresent())
                .forEach(act -> byRule(act, state, now));
    }

    private void begin(Entry.ActStarted act, State state, Instant now) {
        if (act.verb() == Verb.NOTIFY) {
            call(act, state, now);
            return;
        }
        if (act.verb().byBalancer()) {
            Thread.ofVirtual().name("traffic-" + act.act()).start(() -> events.tell(new Event.ActEnded(act.act(), traffic.move(act.verb(), act.on())), () -> {}));
            return;
        }
        state.service(act.on()).map(Service::host).ifPresent(host -> agents.command(act, host, notNegative(Duration.between(now, act.deadline()))));
    }

    /** The outbox is the calls that were begun and have not ended: one nobody took for certain is made again until the loop gives it up. */
    private void callAgain(State state, Instant now) {
        var open = state.openActs().stream().filter(act -> act.verb() == Verb.NOTIFY).toList();
        called.keySet().retainAll(open.stream().map(Act::id).collect(Collectors.toSet()));
        open.stream()
                .filter(act -> act.doubted().isPresent() && !calling.contains(act.id()))
                .filter(act -> !called.getOrDefault(act.id(), Instant.MIN).plus(BETWEEN_CALLS).isAfter(now))
                .forEach(act -> call(again(act, now), state, now));
    }

    private void byRule(Act act, State state, Instant now) {
        if (act.verb() == Verb.NOTIFY) {
            return;
        }
        if (act.verb().whenUnknown() == WhenUnknown.OBSERVE) {
            state.service(act.on()).ifPresent(service -> agents.observe(act.on(), service.host()));
            return;
        }
        begin(again(act, now), state, now);
    }

    /** The same act under the same number: whoever did it already answers with what came of it. */
    private static Entry.ActStarted again(Act act, Instant now) {
        return new Entry.ActStarted(act.id(), act.verb(), act.on(), act.by(), act.incident(), now.plusSeconds(30), act.motive(), act.why());
    }

    private void call(Entry.ActStarted act, State state, Instant now) {
        var call = Caller.Call.of(act, state.incident(act.incident()));
        called.put(act.act(), now);
        calling.add(act.act());
        Thread.ofVirtual().name("call-" + act.act()).start(() -> tell(act.act(), call));
    }

    private void tell(long act, Caller.Call call) {
        events.tell(new Event.ActEnded(act, outcome(act, call)), () -> {});
    }

    private Outcome outcome(long act, Caller.Call call) {
        try {
            return callers.call(call);
        } finally {
            calling.remove(act);
        }
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
