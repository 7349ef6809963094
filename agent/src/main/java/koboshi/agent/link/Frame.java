package koboshi.agent.link;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.series.Labels;
import koboshi.signal.Fact;

/**
 * What an agent and its server say to each other: one JSON text frame each over a WebSocket the agent dials.
 *
 * <p>The agent begins with {@link Hello} and hears {@link Welcome} or {@link Refused}; a {@link Grant} follows. Evidence goes apart, by HTTP.
 */
public sealed interface Frame {
    /** The server speaks this protocol and the one before it. */
    int PROTOCOL = 1;

    int MAX_BYTES = 64 << 10;

    // From the agent.

    /**
     * @param id the host's name in the configuration
     * @param boot names the sequence the agent numbers its facts in; it outlives a restart of the agent
     */
    record Hello(int protocol, String id, String boot) implements Frame {}

    /** How a commanded act ended. Said again after a new link, until the server stops asking. */
    record Ended(long act, Outcome outcome) implements Frame {}

    /** Facts in the order of their numbers; said again until acknowledged. */
    record Facts(List<Numbered> facts) implements Frame {
        public Facts {
            facts = List.copyOf(facts);
        }
    }

    /**
     * One fact and its place in the agent's sequence.
     *
     * @param seq counts from 1 and never repeats within a boot; a gap means that remarks were dropped for want of room
     * @param seen by the agent's own clock, for the reader only
     */
    record Numbered(long seq, ResourceId on, Fact fact, Instant seen) {}

    /**
     * What was measured on the host at one moment. Nobody acknowledges it and it is never said again: a lost one is a gap in the series.
     *
     * @param age how long ago, by the agent's steady clock, when this was sent
     */
    record Measured(Duration age, List<Figure> figures) implements Frame {
        public Measured {
            figures = List.copyOf(figures);
        }
    }

    /** What one series has come to. */
    record Figure(Labels labels, double value) {}

    // From the server.

    record Welcome(int protocol, long epoch) implements Frame {}

    /**
     * Everything the agent guards from now on. What a newer grant leaves out is let go of, not ended.
     *
     * @param directory where services run whose origin names no directory; a relative one is relative to it
     */
    record Grant(List<Service> services, String directory) implements Frame {
        public Grant {
            services = List.copyOf(services);
        }
    }

    /**
     * Do this once. The same act again is answered with the outcome it had.
     *
     * @param epoch of the leader that says so; lower ones than seen are refused
     * @param ttl how long after its arrival the command may still be begun
     */
    record Command(long act, long epoch, ResourceId on, Verb verb, Duration ttl) implements Frame {}

    /** Look at the process and tell by {@link Fact.Observed}. */
    record Observe(ResourceId on) implements Frame {}

    /** All facts up to this number are durable. */
    record Ack(long seq) implements Frame {}

    /** The agent may not talk to this server as it is; it waits and dials again. */
    record Refused(String why) implements Frame {}
}
