package koboshi.traffic;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.config.Traffic;
import koboshi.loop.Event;
import koboshi.loop.Seat;
import koboshi.loop.Switch;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;

/** The balancers of all pools. */
public final class Balancers implements AutoCloseable {
    private final Ears ears;
    private final InstantSource clock;
    private final Map<String, PoolWatch> watches = new HashMap<>();
    private Map<ResourceId, Seat> seats = Map.of();
    private Map<String, Switch> switches = Map.of();

    /**
     * Who is told. None of them ever waits.
     *
     * @param telling takes what was seen
     * @param suspecting takes servers with which something may be wrong
     * @param finding takes which servers a pool has
     */
    public record Ears(Consumer<Event> telling, Consumer<ResourceId> suspecting, Finding finding) {}

    /** Takes the addresses of a pool's servers by their names. */
    public interface Finding {
        void found(String pool, Map<String, String> servers);
    }

    public Balancers(Ears ears, InstantSource clock) {
        this.ears = ears;
        this.clock = clock;
    }

    /** Follows the plan: what is unchanged goes on undisturbed. */
    public synchronized void follow(Map<String, Pool> pools, Map<String, Traffic> traffic) {
        watches.entrySet().removeIf(each -> {
            boolean gone = !each.getValue().follow(pools.get(each.getKey()), traffic.get(each.getKey()));
            if (gone) {
                each.getValue().stop();
            }
            return gone;
        });
        pools.forEach((name, pool) -> watches.computeIfAbsent(name, _ -> started(pool, traffic.get(name))));
    }

    private PoolWatch started(Pool pool, Traffic traffic) {
        var watch = new PoolWatch(pool, traffic, ears, clock);
        watch.follow(seats, switches);
        watch.start();
        return watch;
    }

    /** What is kept alike from now on. Called after every decision, so it must cost nothing while nothing changed. */
    public synchronized void keep(Map<ResourceId, Seat> now, Map<String, Switch> going) {
        if (!seats.equals(now) || !switches.equals(going)) {
            seats = Map.copyOf(now);
            switches = Map.copyOf(going);
            watches.values().forEach(watch -> watch.follow(seats, switches));
        }
    }

    /** Done at each balancer of the server's pool, and read back. */
    public Outcome act(Verb verb, ResourceId on) {
        return find(on).act(verb, on);
    }

    private synchronized Moving find(ResourceId on) {
        return watches.values().stream().filter(watch -> watch.has(on)).<Moving>map(watch -> watch::act).findFirst()
                .orElse((_, backend) -> new Outcome.Failed(backend + " is no server of any pool"));
    }

    private interface Moving {
        Outcome act(Verb verb, ResourceId on);
    }

    @Override
    public synchronized void close() {
        watches.values().forEach(PoolWatch::stop);
    }
}
