package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.journey.Quorum;
import koboshi.resource.ResourceId;
import koboshi.signal.Fact;
import koboshi.signal.Findings;
import koboshi.signal.Flow;
import koboshi.signal.Run;

/** What the loop is told. */
public sealed interface Event {
    /** Time has passed. */
    record Tick() implements Event {}

    /** The configuration to follow from now on. */
    record Planned(Plan plan) implements Event {}

    /** One run, or a burst of them, that ended a moment ago. */
    record JourneyRan(String journey, String vantage, List<Run> runs) implements Event {
        public JourneyRan {
            runs = List.copyOf(runs);
        }

        /** From here. */
        public JourneyRan(String journey, List<Run> runs) {
            this(journey, Quorum.HERE, runs);
        }
    }

    /** It ran, but the vantage's own side was in no state to judge. */
    record JourneyDoubted(String journey, String vantage, String why) implements Event {
        /** From here. */
        public JourneyDoubted(String journey, String why) {
            this(journey, Quorum.HERE, why);
        }
    }

    record VantageLinked(String vantage) implements Event {}

    /** What it said before says nothing of now. */
    record VantageLost(String vantage) implements Event {}

    record Beat(String heartbeat) implements Event {}

    /** Answer to a guard's question about series. */
    record Answered(String guard, Findings findings) implements Event {}

    record AgentLinked(String agent) implements Event {}

    record AgentLost(String agent) implements Event {}

    /** A numbered fact of an agent; acknowledged to it once it is durable. */
    record Reported(String agent, String boot, long seq, ResourceId on, Fact fact, Instant seen) implements Event {}

    /**
     * What the balancers of a pool say of its servers.
     *
     * @param trouble why nobody can be asked, if so
     * @param amiss why one of them cannot be counted on though others can, by its address
     */
    record TrafficSeen(String pool, Map<ResourceId, Flow> flows, Optional<String> trouble, Map<String, String> amiss) implements Event {
        public TrafficSeen {
            flows = Map.copyOf(flows);
            amiss = Collections.unmodifiableMap(new TreeMap<>(amiss));
        }

        /** All of them, or none, can be counted on. */
        public TrafficSeen(String pool, Map<ResourceId, Flow> flows, Optional<String> trouble) {
            this(pool, flows, trouble, Map.of());
        }
    }

    record ActEnded(long act, Outcome outcome) implements Event {}

    /** A person wants something done. */
    record Ordered(String operator, Verb verb, ResourceId on, String why) implements Event {}

    /** A person wants a pool's traffic to go over to a group, as {@code group/POOL/GROUP}. */
    record SwitchOrdered(String operator, ResourceId group, String why) implements Event {}

    /** A person agrees to one thing that a guard may not do by itself. */
    record Agreed(String operator, long incident, Asked asked, String why) implements Event {}

    record FreezeOrdered(String operator, String why) implements Event {}

    record ThawOrdered(String operator, String why) implements Event {}

    record Noted(String kind, String text, String from, Optional<ResourceId> on) implements Event {
        public Noted(String kind, String text, String from) {
            this(kind, text, from, Optional.empty());
        }
    }

    /** A look at ourselves; {@code trouble} is empty when all is well. */
    record SelfChecked(String check, Optional<String> trouble) implements Event {}

    record ClockJumped(Duration by) implements Event {}

    /** The first event after a start: what was begun before it may or may not have been done. */
    record Resumed() implements Event {}
}
