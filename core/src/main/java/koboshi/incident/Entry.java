package koboshi.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.action.Duty;
import koboshi.action.Motive;
import koboshi.action.Outcome;
import koboshi.action.Proof;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.journey.Journey;
import koboshi.resource.Bytes;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.signal.Fact;

/**
 * What happened, as it is written down: the only thing that changes hard state, and the lines of every timeline.
 *
 * <p>A published type never changes its meaning. {@link #incident()} is 0 for what belongs to no incident.
 */
public sealed interface Entry {
    default long incident() {
        return 0;
    }

    record ServiceAdopted(Service service) implements Entry {}

    record JourneyAdopted(Journey journey) implements Entry {}

    record PoolAdopted(Pool pool) implements Entry {}

    /**
     * The balancers of a pool tell of other servers than before.
     *
     * @param joined address by name
     * @param moved new address by name
     */
    record ServersFound(String pool, Map<String, String> joined, List<String> left, Map<String, String> moved) implements Entry {
        public ServersFound {
            joined = Collections.unmodifiableMap(new TreeMap<>(joined));
            left = List.copyOf(left);
            moved = Collections.unmodifiableMap(new TreeMap<>(moved));
        }
    }

    record DutyAdopted(Duty duty) implements Entry {}

    /** @param part service, pool, journey or guard */
    record Dropped(String part, String name) implements Entry {}

    record StandingChanged(GuardKey key, Standing to, String why, long incident) implements Entry {}

    record KnowledgeLost(GuardKey key, String why, long incident) implements Entry {}

    record KnowledgeRegained(GuardKey key, long incident) implements Entry {}

    record IncidentOpened(long incident, ResourceId on, GuardKey by, String why) implements Entry {}

    record IncidentEnded(long incident, Ending ending) implements Entry {}

    /** @param since when the first clean run of the journey since the fall ended */
    record Answering(long incident, String journey, Instant since) implements Entry {}

    /**
     * @param by the guard, or {@code operator:name}
     * @param why in words, for the timeline and for whoever is called
     */
    record ActStarted(long act, Verb verb, ResourceId on, GuardKey by, long incident, Instant deadline, Motive motive, String why)
            implements Entry {}

    record ActRefused(Verb verb, ResourceId on, GuardKey by, long incident, Refusal refusal) implements Entry {}

    /**
     * A person agrees to what a guard may not do by itself.
     *
     * @param asked the guard
     * @param by {@code operator:name}
     * @param until an agreement that was not used by then is none any more
     */
    record Agreed(long incident, GuardKey asked, Verb verb, ResourceId on, GuardKey by, Instant until, String why) implements Entry {}

    /**
     * Before something is done to a service, a standby takes over from it.
     *
     * @param standby the server that takes over
     * @param verb what is to be done then
     */
    record ReliefBegan(ResourceId on, ResourceId standby, Verb verb, GuardKey by, long incident, Motive motive, String why) implements Entry {}

    /** The standby cannot take over: it goes back to rest, and what it should have taken over from is left as it is. */
    record ReliefDoomed(ResourceId on, long incident, String why) implements Entry {}

    /** @param trouble why it came to nothing, if so */
    record ReliefEnded(ResourceId on, long incident, Optional<String> trouble) implements Entry {}

    /** A pool's traffic is to go over to one group of its servers. */
    record SwitchBegan(String pool, String to, GuardKey by, String why) implements Entry {}

    /** All of the group takes traffic; from now on the others give up as much as it takes. */
    record SwitchYields(String pool, String to) implements Entry {}

    /** The group has its whole share; from now on the others get no new sessions. */
    record SwitchShifted(String pool, String to) implements Entry {}

    /** The others get the traffic back at once. */
    record SwitchTurnedBack(String pool, String to, String why) implements Entry {}

    /** @param trouble why the traffic is where it was, if so */
    record SwitchEnded(String pool, String to, Optional<String> trouble) implements Entry {}

    /** Nobody knows how it ended; the verb's rule applies. */
    record ActDoubted(long act, long incident, String why) implements Entry {}

    record ActEnded(long act, long incident, Outcome outcome) implements Entry {}

    record ProbationBegan(long act, long incident, Proof proof, Instant until) implements Entry {}

    record ProbationEnded(long act, long incident, boolean proved) implements Entry {}

    /** A heartbeat came; of those that come thick and fast only some are written, see the loop. */
    record Beaten(String heartbeat) implements Entry {}

    /** @param by what froze the hands: operator, correlated, or a self-check's name */
    record Frozen(String by, String why) implements Entry {}

    record Thawed(String by, String why) implements Entry {}

    record ClockJumped(Duration by) implements Entry {}

    /**
     * @param kind deploy, campaign or text
     * @param on what it is about; empty for what concerns everybody
     */
    record Noted(String kind, String text, String from, Optional<ResourceId> on) implements Entry {
        public Noted(String kind, String text, String from) {
            this(kind, text, from, Optional.empty());
        }
    }

    /**
     * How much memory a service held when it was found to fail its guard, or to be several times as slow as it had begun; once for each process.
     *
     * @param warm what it held when it had just warmed up, for comparison
     */
    record MemoryAtFall(ResourceId on, Bytes held, Bytes warm, long incident) implements Entry {}

    /** @param seen by the agent's own clock, for the reader only */
    record FactKept(String agent, String boot, long seq, ResourceId on, Fact fact, Instant seen, long incident) implements Entry {}
}
