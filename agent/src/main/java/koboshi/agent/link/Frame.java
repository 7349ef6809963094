package koboshi.agent.link;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.journey.Journey;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.series.Labels;
import koboshi.signal.Fact;
import koboshi.signal.Run;

/**
 * What an agent or a prober and its server say to each other: one JSON text frame each over a WebSocket the other side dials.
 *
 * <p>The agent begins with {@link Hello} and hears {@link Welcome} or {@link Refused}; a {@link Grant} follows. Evidence goes apart, by HTTP. A prober begins the same,
 * under its vantage's name; {@link Rehearse} follows, and {@link Suspect}, {@link Ack} and {@link Refused} are all it hears besides.
 */
public sealed interface Frame {
    /** The server speaks this protocol and the one before it. Probers came with 2. */
    int PROTOCOL = 2;

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
     * @param ended what was measured before and is not there any more, such as the figures of a process that ended
     */
    record Measured(Duration age, List<Figure> figures, Optional<List<Labels>> ended) implements Frame {
        public Measured {
            figures = List.copyOf(figures);
            ended = ended.map(List::copyOf);
        }

        /** Where everything is still there. */
        public Measured(Duration age, List<Figure> figures) {
            this(age, figures, Optional.empty());
        }
    }

    /**
     * What the host is like. Said when a link begins and whenever it changed.
     *
     * @param limits how memory limits are set there, in words
     * @param neighbours who runs there and is kept by nobody
     * @param known what others call the host; an older agent does not say
     */
    record Surroundings(String limits, List<Neighbour> neighbours, Optional<KnownAs> known) implements Frame {
        public Surroundings {
            neighbours = List.copyOf(neighbours);
        }

        /** Of a host that does not say what it is called. */
        public Surroundings(String limits, List<Neighbour> neighbours) {
            this(limits, neighbours, Optional.empty());
        }
    }

    /**
     * What others call a host.
     *
     * @param network names the one network in which its {@code localhost} is that of whoever has the same here
     * @param names its own name and its addresses, without those that mean every host
     */
    record KnownAs(String network, List<String> names) {
        public KnownAs {
            names = List.copyOf(names);
        }
    }

    /**
     * A program beside the kept services.
     *
     * @param name as the kernel shows it, at most 15 characters; empty where the agent may not look whose a port is
     * @param pid 0 where that is not known
     * @param session the process that leads its session
     * @param place the container or unit it belongs to, or empty
     * @param ports of the host at which it is reached; none where it is only reached in a network of its own, or not at all
     * @param udp the same of those that take datagrams
     * @param inside {@code address:port} in a network of its own
     */
    record Neighbour(String name, long pid, long session, String place, List<Integer> ports, Optional<List<Integer>> udp, Optional<List<String>> inside) {
        public Neighbour {
            ports = List.copyOf(ports);
            udp = udp.map(List::copyOf);
            inside = inside.map(List::copyOf);
        }

        /** Reached by connections in the host's network. */
        public Neighbour(String name, long pid, long session, String place, List<Integer> ports) {
            this(name, pid, session, place, ports, Optional.empty(), Optional.empty());
        }
    }

    /** What one series has come to. */
    record Figure(Labels labels, double value) {}

    // From a prober.

    /**
     * What was seen of journeys. Acknowledged by the number of the last; said again on the next link until it is.
     *
     * @param sent when this was written out, by the prober's steady clock, which begins anywhere: with it a frame that was held up on its way is told from a quick one
     */
    record Rehearsed(Duration sent, List<Told> told) implements Frame {
        public Rehearsed {
            told = List.copyOf(told);
        }
    }

    /**
     * A run or a burst, or why it says nothing.
     *
     * @param seq counts from 1 within a boot
     * @param runs none where it is doubted
     * @param mark that came with the definition it was run by
     */
    record Told(long seq, String journey, List<Aged> runs, Optional<String> doubt, Optional<String> mark) {
        public Told {
            runs = List.copyOf(runs);
        }

        /** Of a definition that came without a mark. */
        public Told(long seq, String journey, List<Aged> runs, Optional<String> doubt) {
            this(seq, journey, runs, doubt, Optional.empty());
        }
    }

    /**
     * @param age how long ago it began when this was written out; what the run itself says of when it began is by nobody's clock
     */
    record Aged(Duration age, Run run) {}

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

    /**
     * What a prober runs from now on, and nothing else.
     *
     * @param more whether the rest follows in a frame of its own
     * @param marks of their definitions, by name: said again with each run, so that a run of an older definition is known by it
     */
    record Rehearse(List<Journey> journeys, boolean more, Optional<Map<String, String>> marks) implements Frame {
        public Rehearse {
            journeys = List.copyOf(journeys);
            marks = marks.map(Map::copyOf);
        }

        /** Without marks. */
        public Rehearse(List<Journey> journeys, boolean more) {
            this(journeys, more, Optional.empty());
        }
    }

    /** All may not be well with it: its journeys are run at once, in a burst. */
    record Suspect(ResourceId on) implements Frame {}

    /** All facts up to this number are durable; or what a prober told, up to this number, has been taken. */
    record Ack(long seq) implements Frame {}

    /** The agent may not talk to this server as it is; it waits and dials again. */
    record Refused(String why) implements Frame {}
}
