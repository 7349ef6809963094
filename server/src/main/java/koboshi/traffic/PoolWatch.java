package koboshi.traffic;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.config.Traffic;
import koboshi.integration.haproxy.Address;
import koboshi.loop.Event;
import koboshi.loop.Seat;
import koboshi.loop.Switch;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.signal.Flow;

/** The balancers of one pool, taken together. */
final class PoolWatch {
    /** The loop wants to hear each second that all is as it was. */
    private static final Duration SAY_AGAIN = Duration.ofSeconds(1);

    private static final Executor EACH_ITS_OWN = Executors.newVirtualThreadPerTaskExecutor();

    private volatile Pool pool;
    private volatile Traffic traffic;
    private final Roster roster;
    private final Balancers.Finding finding;
    private final Consumer<Event> telling;
    private final InstantSource clock;
    private final List<Balancer> balancers;
    /** What is wanted of servers that are not simply in. */
    private final Map<ResourceId, Wish> wishes = new ConcurrentHashMap<>();
    private final Map<ResourceId, Wish> followed = new HashMap<>();
    private Event.TrafficSeen told = new Event.TrafficSeen("", Map.of(), Optional.empty());
    private Instant toldAt = Instant.MIN;

    PoolWatch(Pool pool, Traffic traffic, Balancers.Ears ears, InstantSource clock) {
        this.pool = pool;
        this.traffic = traffic;
        this.roster = Roster.of(pool);
        this.telling = ears.telling();
        this.finding = ears.finding();
        this.clock = clock;
        var suspecting = ears.suspecting();
        this.balancers = traffic.balancers().stream().map(Address::parse).map(address -> new Balancer(address, this, suspecting, clock)).toList();
    }

    void start() {
        balancers.forEach(Balancer::start);
    }

    void stop() {
        balancers.forEach(Balancer::stop);
    }

    /**
     * Follows the plan without forgetting what was seen and told.
     *
     * @return false where it must be begun anew, as other balancers are asked of another backend
     */
    synchronized boolean follow(Pool nextPool, Traffic nextTraffic) {
        if (nextPool == null || nextTraffic == null || !nextTraffic.balancers().equals(traffic.balancers()) || !nextTraffic.backend().equals(traffic.backend())) {
            return false;
        }
        roster.follow(nextPool);
        pool = nextPool;
        traffic = nextTraffic;
        wishes.keySet().removeIf(backend -> !nextPool.has(backend));
        return true;
    }

    boolean has(ResourceId backend) {
        return pool.has(backend);
    }

    Pool pool() {
        return pool;
    }

    Traffic traffic() {
        return traffic;
    }

    Map<ResourceId, Wish> wishes() {
        return wishes;
    }

    /** What changed says what is wanted from now on; what did not leaves what was done meanwhile. */
    synchronized void follow(Map<ResourceId, Seat> seats, Map<String, Switch> switches) {
        var yielding = Optional.ofNullable(switches.get(pool.name())).filter(going -> going.yielding().isPresent());
        followed.keySet().removeIf(backend -> !pool.has(backend));
        for (var member : pool.members()) {
            var before = followed.get(member.id());
            wanted(member.id(), seats.get(member.id()), yielding, before).filter(wish -> !wish.equals(before)).ifPresent(wish -> {
                followed.put(member.id(), wish);
                wishes.put(member.id(), wish);
            });
        }
    }

    /** @param seat null of one that is simply in */
    private Optional<Wish> wanted(ResourceId backend, Seat seat, Optional<Switch> yielding, Wish before) {
        boolean in = seat == null || !seat.out();
        if (in && yielding.filter(going -> pool.givesWay(backend, going.to())).isPresent()) {
            return yielding.flatMap(Switch::yielding).map(Wish::fallingFrom);
        }
        boolean gaveWay = before != null && before.share() != Wish.Share.RISES;
        return in && gaveWay ? Optional.of(Wish.whole()) : Optional.ofNullable(seat).map(Wish::of);
    }

    /** The wish comes first: a balancer that comes back meanwhile is told the same. */
    Outcome act(Verb verb, ResourceId on) {
        var before = Optional.ofNullable(wishes.get(on));
        var wish = Wish.of(verb, clock.instant());
        wishes.put(on, wish);
        var saying = balancers.stream().map(balancer -> CompletableFuture.supplyAsync(() -> balancer.set(on, wish), EACH_ITS_OWN)).toList();
        var outcome = Said.together(saying.stream().map(CompletableFuture::join).toList());
        if (!(outcome instanceof Outcome.Done)) {
            before.ifPresentOrElse(old -> wishes.put(on, old), () -> wishes.remove(on));
        }
        return outcome;
    }

    /** Called after each look at any balancer; tells the loop what changed, and each second all the same. */
    synchronized void looked() {
        var now = clock.instant();
        if (pool.discovers().isPresent()) {
            roster.see(balancers.stream().map(Balancer::servers).toList(), pool, now).ifPresent(servers -> finding.found(pool.name(), servers));
        }
        var seen = seen();
        if (!seen.equals(told) || !toldAt.plus(SAY_AGAIN).isAfter(now)) {
            told = seen;
            toldAt = now;
            telling.accept(seen);
        }
    }

    /** One balancer that answers is enough to move by; those that do not are told when they are back. */
    private Event.TrafficSeen seen() {
        var answering = balancers.stream().filter(balancer -> balancer.trouble().isEmpty()).toList();
        if (answering.isEmpty()) {
            var troubles = balancers.stream().flatMap(balancer -> balancer.trouble().stream()).collect(Collectors.joining("; "));
            return new Event.TrafficSeen(pool.name(), Map.of(), Optional.of(troubles), Map.of());
        }
        var flows = new TreeMap<ResourceId, Flow>();
        boolean whole = answering.size() == balancers.size();
        pool.members().forEach(member -> flows.put(member.id(), together(answering.stream().map(balancer -> balancer.flow(member.id())).toList(), whole)));
        var amiss = new TreeMap<String, String>();
        balancers.forEach(balancer -> balancer.amiss().ifPresent(why -> amiss.put(balancer.address(), why)));
        return new Event.TrafficSeen(pool.name(), flows, Optional.empty(), amiss);
    }

    private static Flow together(List<Flow> flows, boolean whole) {
        boolean takes = flows.stream().allMatch(Flow::takes);
        int sessions = flows.stream().mapToInt(Flow::sessions).sum();
        var status = flows.stream().map(Flow::status).distinct().collect(Collectors.joining(", "));
        return new Flow(takes, sessions, status, flows.stream().anyMatch(Flow::held), whole, flows.stream().map(Flow::weight).reduce(Flow.Weight.NONE, Flow.Weight::and));
    }
}
