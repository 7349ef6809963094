package koboshi.act;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
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

    private static final int OLDEST_PROTOCOL = Math.max(1, Frame.PROTOCOL - 1);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@:-]{0,199}");
    /** A WebSocket's goodbye holds 123 bytes. */
    private static final int LONGEST_REASON = 90;

    private final long epoch;
    private final String directory;
    private final UnaryOperator<Service> secrets;
    private final Events events;
    private final Map<String, Link> links = new ConcurrentHashMap<>();
    private volatile List<Service> services = List.of();
    private volatile BiConsumer<String, Frame.Measured> measured = (_, _) -> {};
    private volatile Consumer<String> lost = _ -> {};

    /** @param secrets puts a service's secret variables in, at the last moment before it is granted */
    public Agents(long epoch, String directory, UnaryOperator<Service> secrets, Events events) {
        this.epoch = epoch;
        this.directory = directory;
        this.secrets = secrets;
        this.events = events;
    }

    /** What leads from here to the loop. */
    public interface Events {
        /**
         * Runs {@code durable} once everything that follows from the event is on disk.
         *
         * @return false when it was not taken
         */
        boolean tell(Event event, Runnable durable);
    }

    /** @param measured takes what a host's agent measured; it must not wait */
    public void whenMeasured(BiConsumer<String, Frame.Measured> measured) {
        this.measured = measured;
    }

    /** @param lost is told of a host whose link ended and was not replaced; it must not wait */
    public void whenLost(Consumer<String> lost) {
        this.lost = lost;
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

    /**
     * Before a plan is taken up: whether each agent can be told in one frame what it guards.
     *
     * @throws IllegalArgumentException naming the host for which it is too much
     */
    public void refuseTooMuch(List<Service> next) {
        next.stream().map(Service::host).distinct().forEach(host -> {
            try {
                Json.write(granted(host, next));
            } catch (IllegalArgumentException tooMuch) {
                throw new IllegalArgumentException("the services of host " + host + " together, with their commands and variables, are "
                        + tooMuch.getMessage() + "; name fewer or shorter ones", tooMuch);
            }
        });
    }

    private Frame granted(String host, List<Service> all) {
        return new Frame.Grant(all.stream().filter(service -> service.host().equals(host)).map(secrets).toList(), directory);
    }

    /** From a plan: every agent is told what it guards now. */
    public void guard(List<Service> now) {
        services = List.copyOf(now);
        links.values().forEach(Link::grant);
    }

    public boolean linked(String host) {
        return links.containsKey(host);
    }

    /** What each linked host is like, by its name, as far as its agent has said. */
    public Map<String, Frame.Surroundings> surroundings() {
        var all = new TreeMap<String, Frame.Surroundings>();
        links.forEach((host, link) -> link.surroundings.ifPresent(around -> all.put(host, around)));
        return all;
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

    /** As hosts are named in a plan; it goes to the log and into every fact. */
    private static String named(String id) {
        if (!NAME.matcher(id).matches()) {
            throw new IllegalArgumentException("no name of a host");
        }
        return id;
    }

    private static String shortened(String text) {
        var line = text.lines().findFirst().orElse("");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON);
    }

    /** One agent's link. */
    public final class Link {
        private final Wire wire;
        private volatile String id;
        private volatile String boot;
        private volatile Optional<Frame.Surroundings> surroundings = Optional.empty();

        private Link(Wire wire) {
            this.wire = wire;
        }

        public void said(String text) {
            try {
                hear(Json.frame(text));
            } catch (IllegalArgumentException nonsense) {
                var why = shortened(nonsense.getMessage());
                LOG.warn("the agent {} said what nobody understands: {}", id, why);
                wire.close("not understood: " + why);
            }
        }

        public void left() {
            if (id != null && links.remove(id, this)) {
                LOG.info("the agent {} left", id);
                lost.accept(id);
                events.tell(new Event.AgentLost(id), () -> {});
            }
        }

        private void hear(Frame frame) {
            switch (frame) {
                case null -> throw new IllegalArgumentException("nothing at all");
                case Frame.Hello hello -> greet(Wholeness.of(hello));
                case Frame.Ended ended -> ended(Wholeness.of(ended));
                case Frame.Facts facts -> facts(Wholeness.of(facts));
                case Frame.Measured measured -> measured(Wholeness.of(measured));
                case Frame.Surroundings around -> surroundings = Optional.of(Wholeness.of(around));
                case Frame.Rehearsed _ -> throw new IllegalArgumentException("only a prober says that");
                case Frame.Welcome _, Frame.Grant _, Frame.Command _, Frame.Observe _, Frame.Rehearse _, Frame.Suspect _, Frame.Ack _, Frame.Refused _ ->
                    throw new IllegalArgumentException("only a server says that");
            }
        }

        private void greet(Frame.Hello hello) {
            if (id != null) {
                throw new IllegalArgumentException("a second hello");
            }
            var name = named(hello.id());
            if (hello.protocol() > Frame.PROTOCOL || hello.protocol() < OLDEST_PROTOCOL) {
                LOG.warn("the agent {} speaks protocol {} and was refused", name, hello.protocol());
                send(new Frame.Refused("this server speaks protocol " + Frame.PROTOCOL + ", the agent " + hello.protocol()));
                wire.close("another protocol");
                return;
            }
            welcome(hello);
        }

        private void welcome(Frame.Hello hello) {
            boot = hello.boot();
            id = hello.id();
            var before = links.put(id, this);
            if (before != null) {
                before.wire.close("another agent dialled in as " + id);
            }
            LOG.info("the agent {} dialled in", id);
            send(new Frame.Welcome(Frame.PROTOCOL, epoch));
            grant();
            events.tell(new Event.AgentLinked(id), () -> {});
        }

        private void ended(Frame.Ended ended) {
            refuseUnnamed();
            events.tell(new Event.ActEnded(ended.act(), ended.outcome()), () -> {});
        }

        /** One that is not taken is said again on a new link; those after it must not be taken before it. */
        private void facts(Frame.Facts facts) {
            refuseUnnamed();
            if (!facts.facts().stream().allMatch(this::taken)) {
                wire.close("too busy; say it again");
            }
        }

        private boolean taken(Frame.Numbered fact) {
            return events.tell(
                    new Event.Reported(id, boot, fact.seq(), fact.on(), fact.fact(), fact.seen()), () -> send(new Frame.Ack(fact.seq())));
        }

        private void measured(Frame.Measured told) {
            refuseUnnamed();
            measured.accept(id, told);
        }

        private void refuseUnnamed() {
            if (id == null) {
                throw new IllegalArgumentException("expected a hello first");
            }
        }

        private void grant() {
            send(granted(id, services));
        }

        private void send(Frame frame) {
            wire.send(Json.write(frame));
        }
    }
}
