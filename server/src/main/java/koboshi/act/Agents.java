package koboshi.act;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import koboshi.action.Outcome;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;
import koboshi.incident.Entry;
import koboshi.loop.Event;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links to the agents: what they say becomes events, what was decided becomes commands.
 *
 * <p>Facts are acknowledged only after the loop has made them durable, so a kill between the two costs nothing but saying them again.
 */
public final class Agents {
    private static final Logger LOG = LoggerFactory.getLogger(Agents.class);

    private final long epoch;
    private final String directory;
    private final UnaryOperator<Service> secrets;
    private final Events events;
    private final Map<String, Link> links = new ConcurrentHashMap<>();
    private volatile List<Service> services = List.of();

    /** @param secrets puts a service's secret variables in, at the last moment before it is granted */
    public Agents(long epoch, String directory, UnaryOperator<Service> secrets, Events events) {
        this.epoch = epoch;
        this.directory = directory;
        this.secrets = secrets;
        this.events = events;
    }

    /** What leads from here to the loop. */
    public interface Events {
        /** Runs {@code durable} once everything that follows from the event is on disk. */
        void tell(Event event, Runnable durable);
    }

    /** How a frame is sent, and how the link is ended. */
    public interface Wire {
        void send(String frame);

        void close(String why);
    }

    /** A new link; nothing is known of it before its hello. */
    public Link open(Wire wire) {
        return new Link(wire);
    }

    /** From a plan: every agent is told what it guards now. */
    public void guard(List<Service> now) {
        services = List.copyOf(now);
        links.values().forEach(Link::grant);
    }

    public boolean linked(String host) {
        return links.containsKey(host);
    }

    public int count() {
        return links.size();
    }

    /** Sends the act to the host; without a link it has failed, and the loop hears so. */
    void command(Entry.ActStarted act, String host, Duration ttl) {
        var link = links.get(host);
        if (link == null) {
            events.tell(new Event.ActEnded(act.act(), new Outcome.Failed("the agent of " + host + " is away")), () -> {});
            return;
        }
        link.send(new Frame.Command(act.act(), epoch, act.on(), act.verb(), ttl));
    }

    void observe(ResourceId on, String host) {
        Optional.ofNullable(links.get(host)).ifPresent(link -> link.send(new Frame.Observe(on)));
    }

    /** One agent's link. */
    public final class Link {
        private final Wire wire;
        private volatile String id;
        private volatile String boot;

        private Link(Wire wire) {
            this.wire = wire;
        }

        public void said(String text) {
            try {
                hear(Json.frame(text));
            } catch (IllegalArgumentException nonsense) {
                LOG.warn("the agent {} said what nobody understands: {}", id, nonsense.getMessage());
                wire.close("not understood: " + nonsense.getMessage());
            }
        }

        public void left() {
            if (id != null && links.remove(id, this)) {
                LOG.info("the agent {} left", id);
                events.tell(new Event.AgentLost(id), () -> {});
            }
        }

        private void hear(Frame frame) {
            switch (frame) {
                case Frame.Hello hello -> greet(hello);
                case Frame.Ended(var act, var outcome) -> events.tell(new Event.ActEnded(act, outcome), () -> {});
                case Frame.Facts(var facts) -> facts.forEach(this::fact);
                case Frame.Welcome _, Frame.Grant _, Frame.Command _, Frame.Observe _, Frame.Ack _, Frame.Refused _ ->
                    wire.close("only a server says that");
            }
        }

        private void greet(Frame.Hello hello) {
            if (hello.protocol() > Frame.PROTOCOL || hello.protocol() < Frame.PROTOCOL - 1) {
                send(new Frame.Refused("this server speaks protocol " + Frame.PROTOCOL + ", the agent " + hello.protocol()));
                wire.close("another protocol");
                return;
            }
            id = hello.id();
            boot = hello.boot();
            var before = links.put(id, this);
            if (before != null && before != this) {
                before.wire.close("another agent dialled in as " + id);
            }
            LOG.info("the agent {} dialled in", id);
            send(new Frame.Welcome(Frame.PROTOCOL, epoch));
            grant();
            events.tell(new Event.AgentLinked(id), () -> {});
        }

        private void fact(Frame.Numbered fact) {
            events.tell(
                    new Event.Reported(id, boot, fact.seq(), fact.on(), fact.fact(), fact.seen()), () -> send(new Frame.Ack(fact.seq())));
        }

        private void grant() {
            send(new Frame.Grant(services.stream().filter(service -> service.host().equals(id)).map(secrets).toList(), directory));
        }

        private void send(Frame frame) {
            wire.send(Json.write(frame));
        }
    }
}
