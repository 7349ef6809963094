package koboshi.act;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import koboshi.agent.link.Frame;
import koboshi.agent.link.Json;
import koboshi.journey.Journey;
import koboshi.loop.Event;
import koboshi.resource.ResourceId;
import koboshi.signal.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;

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
    /** Of a mark, and its punctuation. */
    private static final int OVERHEAD = 40;
    private static final int MARK_BYTES = 8;
    private static final ObjectWriter IN_ORDER = Json.mapper().rebuild().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build().writerFor(Journey.class);
    /** Balancers are asked many times a second, and a prober bursts no more often than this. */
    private static final long BETWEEN_SUSPICIONS = Duration.ofMillis(500).toNanos();

    private final long epoch;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Ears ears;
    private final Map<String, Link> links = new ConcurrentHashMap<>();
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();
    private final Map<ResourceId, Long> suspected = new ConcurrentHashMap<>();
    /** One prober that leaves and one of the same name that comes are told of in their order. */
    private final Object changing = new Object();
    private volatile Map<String, Journey> journeys = Map.of();
    private volatile Map<String, String> marks = Map.of();
    /** Marks of what is followed next, while it is being taken up. */
    private volatile Optional<Map<String, String>> coming = Optional.empty();
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

    /** Another plan is about to be taken up: what is told of a journey that changes by it is passed over until it is followed. */
    public void expect(Map<String, Journey> next) {
        coming = Optional.of(marksOf(next));
    }

    /** From a plan: each prober is told what it runs now. */
    public void follow(Map<String, Journey> all, Set<String> known) {
        journeys = Map.copyOf(all);
        marks = marksOf(all);
        coming = Optional.empty();
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

    private static Map<String, String> marksOf(Map<String, Journey> all) {
        return all.entrySet().stream().filter(each -> each.getValue().quorum().isPresent()).collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> mark(each.getValue())));
    }

    /** The same for the same definition, also of another Koboshi: what a prober kept while we were away still counts. */
    static String mark(Journey journey) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(IN_ORDER.writeValueAsBytes(journey));
            return HexFormat.of().formatHex(digest, 0, MARK_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
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
            synchronized (changing) {
                if (links.remove(vantage, this)) {
                    LOG.info("the prober {} left", vantage);
                    ears.links().accept(new Event.VantageLost(vantage));
                }
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
            takePlace().ifPresent(before -> before.wire.close("another prober dialled in as " + vantage));
            LOG.info("the prober {} dialled in", vantage);
            send(new Frame.Welcome(Frame.PROTOCOL, epoch));
            follow();
        }

        /** @return whose place it is no more */
        private Optional<Link> takePlace() {
            synchronized (changing) {
                var before = Optional.ofNullable(links.put(vantage, this));
                // What the one before saw is not what this one sees.
                before.ifPresent(_ -> ears.links().accept(new Event.VantageLost(vantage)));
                ears.links().accept(new Event.VantageLinked(vantage));
                return before;
            }
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
                int more = Json.write(journey, Journey.class).length() + journey.name().length() + OVERHEAD;
                if (chars + more > CHARS && !piece.isEmpty()) {
                    frames.add(marked(piece, true));
                    piece.clear();
                    chars = 0;
                }
                piece.add(journey);
                chars += more;
            }
            frames.add(marked(piece, false));
            return frames;
        }

        private static Frame marked(List<Journey> piece, boolean more) {
            return new Frame.Rehearse(piece, more, Optional.of(piece.stream().collect(Collectors.toMap(Journey::name, Probers::mark))));
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
                if (isRun(one) && heard.computeIfAbsent(vantage, _ -> new Heard()).isNew(boot, one.seq())) {
                    take(one, onTheWay);
                }
            }
            if (!rehearsed.told().isEmpty()) {
                send(new Frame.Ack(rehearsed.told().getLast().seq()));
            }
        }

        /** What was told before the plan changed speaks of a journey that is not run any more. */
        private synchronized boolean isRun(Frame.Told one) {
            var known = marks.get(one.journey());
            boolean stays = coming.filter(next -> !Objects.equals(known, next.get(one.journey()))).isEmpty();
            return told.containsKey(one.journey()) && stays && one.mark().filter(mark -> !mark.equals(known)).isEmpty();
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
