package koboshi.act;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.action.Verb.WhenUnknown;
import koboshi.incident.Entry;
import koboshi.loop.Act;
import koboshi.loop.Event;
import koboshi.loop.State;
import koboshi.resource.Service;

/**
 * Moves once an entry is durable: acts that were started are begun, acts whose outcome is unknown are looked at or done again by their rule.
 *
 * <p>Called on the loop's thread; nothing here waits.
 */
public final class Hands {
    private final Agents agents;
    private final Agents.Events events;
    private final List<Caller> callers;

    public Hands(Agents agents, List<Caller> callers, Agents.Events events) {
        this.agents = agents;
        this.events = events;
        this.callers = List.copyOf(callers);
    }

    public void follow(List<Entry> entries, State state, Instant now) {
        for (var entry : entries) {
            switch (entry) {
                case Entry.ActStarted started -> begin(started, state, now);
                case Entry.ActDoubted(var id, _, _) -> state.openActs().stream().filter(act -> act.id() == id).findFirst()
                        .ifPresent(act -> byRule(act, state, now));
                case Entry.ServiceAdopted _, Entry.JourneyAdopted _, Entry.DutyAdopted _, Entry.Dropped _, Entry.StandingChanged _,
                        Entry.KnowledgeLost _, Entry.KnowledgeRegained _, Entry.IncidentOpened _, Entry.IncidentEnded _, Entry.Answering _,
                        Entry.ActRefused _, Entry.ActEnded _, Entry.ProbationBegan _, Entry.ProbationEnded _, Entry.Frozen _, Entry.Thawed _,
                        Entry.ClockJumped _, Entry.Noted _, Entry.FactKept _ -> {}
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
            call(act, state);
            return;
        }
        state.service(act.on()).map(Service::host).ifPresent(host -> agents.command(act, host, notNegative(Duration.between(now, act.deadline()))));
    }

    private void byRule(Act act, State state, Instant now) {
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

    private void call(Entry.ActStarted act, State state) {
        var call = Caller.Call.of(act, state.incident(act.incident()));
        Thread.ofVirtual().name("call-" + act.act()).start(() -> events.tell(new Event.ActEnded(act.act(), callAll(call)), () -> {}));
    }

    /** Every way is tried; one that reached somebody is enough. */
    private Outcome callAll(Caller.Call call) {
        var outcomes = callers.stream().map((Function<Caller, Outcome>) caller -> caller.call(call)).toList();
        return outcomes.stream().filter(Outcome.Done.class::isInstance).findFirst().orElseGet(outcomes::getFirst);
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
