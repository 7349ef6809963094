package koboshi.act;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;
import koboshi.journey.Journey;
import koboshi.loop.Event;
import koboshi.resource.ResourceId;
import koboshi.signal.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links to the probers: each is sent the journeys of its vantage, and what it tells of them becomes events dated by our own clock.
 *
 * <p>What comes late is kept and not judged by.
 */
public final class Probers {
    private static final Logger LOG = LoggerFactory.getLogger(Probers.class);

    /** Since the end of a run; on its way and in queues it may take so long and still be news. */
    static final Duration FRESH = Duration.ofSeconds(5);
    /** Probers came with it. */
    private static final int OLDEST_PROTOCOL = Math.max(2, Frame.PROTOCOL - 1);
    /** Characters, of which a few may take three bytes. */
    private static final int CHARS = Frame.MAX_BYTES / 3;
    private static final int MOST_RUNS = 64;
    /** With those of the cleaning up. */
    private static final int MOST_STEPS = 70;
    private static final int LONGEST_TEXT = 600;
    /** Only what was under way when a link broke is said twice. */
    private static final int REMEMBERED = 5_000;
    private static final int LONGEST_REASON = 90;
    /** Balancers are asked many times a second, and a prober bursts no more often than this. */
    private static final long BETWEEN_SUSPICIONS = Duration.ofMillis(500).toNanos();

    private final long epoch;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Ears ears;
    private final Map<String, Link> links = new ConcurrentHashMap<>();
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();
    private final Map<ResourceId, Long> suspected = new ConcurrentHashMap<>();
    private volatile Map<String, Journey> journeys = Map.of();
    private volatile Set<String> vantages = Set.of();

    /**
     * @param clock the loop's
     * @param nanos a steady clock
     */
    public Probers(long epoch, Clock clock, LongSupplier nanos, Ears ears) {
        this.epoch = epoch;
        this.clock = clock;
        this.nanos = nanos;
        this.ears = ears;
    }

    /**
     * Where it is told.
     *
     * @param seen must not wait
     * @param links must not be dropped
     * @param late runs that say nothing of now
     */
    public record Ears(Consumer<Event> seen, Consumer<Event> links, Consumer<Event.JourneyRan> late) {}

    /** What a prober said already, by the numbers of one boot. */
    private static final class Heard {
        private String boot = "";
        private final Set<Long> numbers = new LinkedHashSet<>();

        synchronized boolean isNew(String from, long number) {
            if (!from.equals(boot)) {
                boot = from;
                numbers.clear();
            }
            if (numbers.size() >= REMEMBERED) {
                numbers.remove(numbers.iterator().next());
            }
            return numbers.add(number);
        }
    }

    /** From a plan: each prober is told what it runs now. */
    public void follow(Map<String, Journey> all, Set<String> known) {
        journeys = Map.copyOf(all);
        vantages = Set.copyOf(known);
        heard.keySet().retainAll(known);
        suspected.clear();
        links.values().forEach(Link::follow);
    }

    /** All may not be well with it: whoever watches it looks at once. */
    public void suspect(ResourceId on) {
        var watching = links.values().stream().filter(link -> link.runs(on)).toList();
        if (!watching.isEmpty() && isTime(on)) {
            watching.forEach(link -> link.send(new Frame.Suspect(on)));
        }
    }

    private boolean isTime(ResourceId on) {
        long now = nanos.getAsLong();
        var last = suspected.get(on);
        boolean isTime = last == null || now - last >= BETWEEN_SUSPICIONS;
        if (isTime) {
            suspected.put(on, now);
        }
        return isTime;
    }

    /** Since when each vantage is linked. */
    public Map<String, Instant> linked() {
        var since = new TreeMap<String, Instant>();
        links.forEach((vantage, link) -> since.put(vantage, link.since));
        return since;
    }

    /** All there are besides here, linked or not. */
    public Set<String> vantages() {
        return vantages;
    }

    /** @param owner whose token opened the link: a prober speaks for no vantage but its own */
    public Link open(String owner, Agents.Wire wire) {
        return new Link(owner, wire);
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    private static Run.Taken bounded(Run.Taken taken) {
        return new Run.Taken(shortened(taken.step(), LONGEST_TEXT), taken.took().isNegative() ? Duration.ZERO : taken.took(), taken.outcome());
    }

    /** One prober's link. */
    public final class Link {
        private final String vantage;
        private final Agents.Wire wire;
        private final Transit transit = new Transit();
        private volatile Instant since = Instant.MIN;
        private volatile String boot = "";
        private Map<String, Journey> told = Map.of();

        private Link(String vantage, Agents.Wire wire) {
            this.vantage = vantage;
            this.wire = wire;
        }

        /** Called by one thread at a time. */
        public void said(String text) {
            try {
                hear(Json.frame(text));
            } catch (IllegalArgumentException nonsense) {
                var why = shortened(nonsense.getMessage().lines().findFirst().orElse(""), LONGEST_REASON);
                LOG.warn("the prober {} said what nobody understands: {}", vantage, why);
                wire.close("not understood: " + why);
            }
        }

        public void left() {
            if (links.remove(vantage, this)) {
                LOG.info("the prober {} left", vantage);
                ears.links().accept(new Event.VantageLost(vantage));
            }
        }

        private void hear(Frame frame) {
            switch (frame) {
                case null -> throw new IllegalArgumentException("nothing at all");
                case Frame.Hello hello -> greet(Wholeness.of(hello));
                case Frame.Rehearsed rehearsed -> rehearsed(Wholeness.of(rehearsed));
                case Frame.Ended _, Frame.Facts _, Frame.Measured _, Frame.Surroundings _ -> throw new IllegalArgumentException("only an agent says that");
                case Frame.Welcome _, Frame.Grant _, Frame.Command _, Frame.Observe _, Frame.Rehearse _, Frame.Suspect _, Frame.Ack _, Frame.Refused _ ->
                    throw new IllegalArgumentException("only a server says that");
            }
        }

        private void greet(Frame.Hello hello) {
            if (!boot.isEmpty()) {
                throw new IllegalArgumentException("a second hello");
            }
            var trouble = trouble(hello);
            if (trouble.isPresent()) {
                LOG.warn("the prober {} was refused: {}", vantage, trouble.get());
                send(new Frame.Refused(trouble.get()));
                wire.close("refused");
            } else {
                welcome(hello);
            }
        }

        private Optional<String> trouble(Frame.Hello hello) {
            if (!hello.id().equals(vantage)) {
                return Optional.of("this token is " + vantage + "'s, and this prober calls itself another name; start it with --name " + vantage);
            }
            if (!vantages.contains(vantage)) {
                return Optional.of("the configuration names no vantage " + vantage);
            }
            return hello.protocol() > Frame.PROTOCOL || hello.protocol() < OLDEST_PROTOCOL
                    ? Optional.of("this server speaks protocol " + Frame.PROTOCOL + ", the prober " + hello.protocol())
                    : Optional.empty();
        }

        private void welcome(Frame.Hello hello) {
            boot = hello.boot().isEmpty() ? "-" : hello.boot();
            since = clock.instant();
            var before = links.put(vantage, this);
            if (before != null) {
                before.wire.close("another prober dialled in as " + vantage);
                // What the one before saw is not what this one sees.
                ears.links().accept(new Event.VantageLost(vantage));
            }
            LOG.info("the prober {} dialled in", vantage);
            ears.links().accept(new Event.VantageLinked(vantage));
            send(new Frame.Welcome(Frame.PROTOCOL, epoch));
            follow();
        }

        private synchronized void follow() {
            if (!vantages.contains(vantage)) {
                wire.close("the configuration names no vantage " + vantage + " any more");
                return;
            }
            var now = new TreeMap<String, Journey>();
            journeys.forEach((name, journey) -> {
                if (journey.isRunFrom(vantage)) {
                    now.put(name, journey);
                }
            });
            if (!now.equals(told) || now.isEmpty()) {
                told = now;
                pieces(List.copyOf(now.values())).forEach(this::send);
            }
        }

        private synchronized boolean runs(ResourceId on) {
            return told.values().stream().anyMatch(journey -> journey.service().equals(on));
        }

        /** In as many frames as they need. */
        private List<Frame> pieces(List<Journey> all) {
            var frames = new ArrayList<Frame>();
            var piece = new ArrayList<Journey>();
            int chars = 0;
            for (var journey : all) {
                int more = Json.write(journey, Journey.class).length();
                if (chars + more > CHARS && !piece.isEmpty()) {
                    frames.add(new Frame.Rehearse(piece, true));
                    piece.clear();
                    chars = 0;
                }
                piece.add(journey);
                chars += more;
            }
            frames.add(new Frame.Rehearse(piece, false));
            return frames;
        }

        private void rehearsed(Frame.Rehearsed rehearsed) {
            if (boot.isEmpty()) {
                throw new IllegalArgumentException("expected a hello first");
            }
            // Another link has taken this one's place, and there it is said again.
            if (!this.equals(links.get(vantage))) {
                return;
            }
            var onTheWay = transit.of(rehearsed.sent(), nanos.getAsLong());
            for (var one : rehearsed.told()) {
                if (one.runs().size() > MOST_RUNS) {
                    throw new IllegalArgumentException("expected at most " + MOST_RUNS + " runs");
                }
                if (isRun(one.journey()) && heard.computeIfAbsent(vantage, _ -> new Heard()).isNew(boot, one.seq())) {
                    take(one, onTheWay);
                }
            }
            if (!rehearsed.told().isEmpty()) {
                send(new Frame.Ack(rehearsed.told().getLast().seq()));
            }
        }

        /** What was told before the plan changed speaks of a journey that is not run any more. */
        private synchronized boolean isRun(String journey) {
            return told.containsKey(journey);
        }

        private void take(Frame.Told one, Duration onTheWay) {
            if (one.doubt().isPresent()) {
                ears.seen().accept(new Event.JourneyDoubted(one.journey(), vantage, shortened(one.doubt().get(), LONGEST_TEXT)));
            }
            if (one.runs().isEmpty()) {
                return;
            }
            var now = clock.instant();
            var ran = new Event.JourneyRan(one.journey(), vantage, one.runs().stream().map(aged -> dated(aged, now, onTheWay)).toList());
            boolean late = ran.runs().stream().anyMatch(run -> run.ended().plus(FRESH).isBefore(now));
            if (late) {
                ears.late().accept(ran);
            } else {
                ears.seen().accept(ran);
            }
        }

        /** By our clock, and never of the future: no run ended after it was told. */
        private Run dated(Frame.Aged aged, Instant now, Duration onTheWay) {
            var run = aged.run();
            var took = run.took().isNegative() ? Duration.ZERO : run.took();
            var age = aged.age().compareTo(took) < 0 ? took : aged.age();
            var stumble = run.stumble().map(one -> new Run.Stumble(shortened(one.step(), LONGEST_TEXT), shortened(one.why(), LONGEST_TEXT)));
            return new Run(now.minus(age).minus(onTheWay), took, stumble, run.steps().stream().limit(MOST_STEPS).map(Probers::bounded).toList(), List.of());
        }

        /** A journey whose frame is too large is not run there, and is unknown from there. */
        private void send(Frame frame) {
            String text;
            try {
                text = Json.write(frame);
            } catch (IllegalArgumentException tooLarge) {
                LOG.error("the prober {} cannot be told: {}", vantage, tooLarge.getMessage());
                return;
            }
            wire.send(text);
        }
    }
}
