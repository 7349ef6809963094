package koboshi.traffic;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import koboshi.integration.haproxy.Address;
import koboshi.integration.haproxy.Admin;
import koboshi.integration.haproxy.HaproxyTrouble;
import koboshi.integration.haproxy.Life;
import koboshi.integration.haproxy.Norms;
import koboshi.integration.haproxy.Ramp;
import koboshi.integration.haproxy.RuntimeApi;
import koboshi.integration.haproxy.Server;
import koboshi.integration.haproxy.Watchfulness;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.signal.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of HAProxy, looked at many times a second.
 *
 * <p>What it was told it is told again when a reload or restart has made it forget. What somebody else sets by hand is left so and said: two
 * operators must not fight.
 */
final class Balancer {
    private static final Logger LOG = LoggerFactory.getLogger(Balancer.class);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
    /** A share that a person changes later is the person's. */
    private static final Duration AFTER_THE_RAMP = Duration.ofSeconds(5);

    /** Stands for a server that was looked at and needed nothing. */
    private static final Wish NOTHING = new Wish(Admin.READY, Instant.MIN, Wish.Share.WHOLE);

    private final RuntimeApi api;
    private final PoolWatch pool;
    private final Consumer<ResourceId> suspecting;
    private final InstantSource clock;
    private final Thread thread;
    /** What this instance was told. */
    private final Map<ResourceId, Wish> told = new ConcurrentHashMap<>();
    private final Map<ResourceId, String> unfulfilled = new HashMap<>();
    /** What it will not do unless somebody changes its configuration, by the server. */
    private final Map<ResourceId, HaproxyTrouble> refused = new ConcurrentHashMap<>();
    private volatile Optional<String> trouble = Optional.of("not asked yet");
    private volatile Map<String, Server> seen = Map.of();
    private volatile List<Server> lineup = List.of();
    private Optional<Life> life = Optional.empty();
    private Watchfulness watchfulness = Watchfulness.by(Norms.USUAL);
    private volatile boolean stopped;

    Balancer(Address address, PoolWatch pool, Consumer<ResourceId> suspecting, InstantSource clock) {
        this.api = new RuntimeApi(address);
        this.pool = pool;
        this.suspecting = suspecting;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("balancer-" + address).unstarted(this::watch);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
        thread.interrupt();
    }

    /** Why it cannot be asked, if so. */
    Optional<String> trouble() {
        return trouble;
    }

    String address() {
        return api.address().toString();
    }

    /** Why it cannot be counted on, if so: it cannot be asked, or does not do what it is told. */
    Optional<String> amiss() {
        return trouble.or(() -> refused.values().stream().map(HaproxyTrouble::getMessage).sorted().findFirst());
    }

    /** In its own order; empty while it cannot be asked. */
    Optional<List<Server>> servers() {
        return trouble.isPresent() ? Optional.empty() : Optional.of(lineup);
    }

    private static String nameOf(ResourceId backend) {
        return new Pool.Member(backend, Optional.empty()).server();
    }

    Flow flow(ResourceId backend) {
        var server = seen.get(nameOf(backend));
        return server == null
                ? new Flow(false, 0, "not there", false, true, Flow.Weight.NONE)
                : new Flow(server.admin() == Admin.READY && server.up(), server.sessions(), server.status(), server.admin() != Admin.READY, true,
                        new Flow.Weight(server.weight(), server.baseWeight()));
    }

    private void watch() {
        try {
            while (!stopped) {
                look();
                pool.looked();
                var rest = trouble.isPresent() ? AFTER_TROUBLE : pool.traffic().look();
                TimeUnit.NANOSECONDS.sleep(rest.toNanos());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing that goes wrong here may end the watch: what is not looked at any more would be taken for well. */
    private void look() {
        try {
            var look = api.look(Optional.of(pool.traffic().backend()));
            see(look.life(), look.servers());
            troubled(Optional.empty());
        } catch (HaproxyTrouble cannot) {
            troubled(Optional.of(cannot.getMessage()));
        } catch (RuntimeException broken) {
            LOG.error("a look at {} broke", api.address(), broken);
            troubled(Optional.of("a look at " + api.address() + " broke: " + broken));
        }
    }

    private void troubled(Optional<String> now) {
        if (!now.equals(trouble) && !stopped) {
            now.ifPresentOrElse(why -> LOG.warn("pool {}: {}", pool.pool().name(), why), () -> LOG.info("pool {}: {} answers", pool.pool().name(), api.address()));
        }
        trouble = now;
    }

    private void see(Life now, List<Server> servers) {
        if (life.filter(now::sameProcess).isEmpty()) {
            // A new process knows nothing of what the last one was told.
            told.clear();
            refused.clear();
            watchfulness = Watchfulness.by(Norms.USUAL);
        }
        life = Optional.of(now);
        seen = servers.stream().collect(Collectors.toUnmodifiableMap(Server::name, server -> server));
        lineup = List.copyOf(servers);
        // One that was taken away and is added again knows nothing of what it was told.
        told.keySet().removeIf(backend -> !seen.containsKey(nameOf(backend)));
        // A socket that may only look will refuse the next command too, whatever becomes of this server.
        refused.entrySet().removeIf(each -> each.getValue().kind() != HaproxyTrouble.Kind.DENIED && !pool.wishes().containsKey(each.getKey()));
        for (var wish : pool.wishes().entrySet()) {
            tryToFulfil(wish.getKey(), wish.getValue());
        }
        suspect(servers);
    }

    /** What cannot be done for one server must not keep the others from being moved; it is tried again at the next look and said once. */
    private void tryToFulfil(ResourceId backend, Wish wish) {
        try {
            fulfil(backend, wish);
            unfulfilled.remove(backend);
        } catch (HaproxyTrouble cannot) {
            if (!cannot.getMessage().equals(unfulfilled.put(backend, cannot.getMessage()))) {
                LOG.warn("{} is not yet as it should be: {}", backend, cannot.getMessage());
            }
        }
    }

    private void fulfil(ResourceId backend, Wish wish) throws HaproxyTrouble {
        var server = seen.get(nameOf(backend));
        var before = told.getOrDefault(backend, NOTHING);
        boolean toldOtherwise = !before.equals(NOTHING) && !before.equals(wish);
        if (server == null || !toldOtherwise && longSinceReady(wish)) {
            if (server != null && leftHalfway(backend, server)) {
                api.weight(server.backend(), server.name(), 100);
            }
            return;
        }
        if (!wish.equals(told.get(backend))) {
            tell(backend, wish, server.baseWeight());
        } else if (wish.admin() == Admin.READY) {
            raise(server, wish);
        }
    }

    /** What has long been in again needs nothing: who set it otherwise since then was a person. */
    private boolean longSinceReady(Wish wish) {
        return wish.admin() == Admin.READY && wish.share() != Wish.Share.FALLS && !wish.since().plus(pool.pool().back().ramp()).plus(AFTER_THE_RAMP).isAfter(clock.instant());
    }

    /** We were away while its share rose: seen for the first time with exactly one of our steps. */
    private boolean leftHalfway(ResourceId backend, Server server) {
        return !told.containsKey(backend) && told.put(backend, NOTHING) == null && server.admin() == Admin.READY
                && Ramp.isStep(server.weight(), server.baseWeight());
    }

    private void raise(Server server, Wish wish) throws HaproxyTrouble {
        int percent = percent(wish, clock.instant(), server.baseWeight());
        if (server.weight() != Ramp.weightOf(percent, server.baseWeight())) {
            api.weight(server.backend(), server.name(), percent);
        }
    }

    private int percent(Wish wish, Instant now, int baseWeight) {
        var gone = Duration.between(wish.since(), now);
        var ramp = pool.pool().back().ramp();
        return switch (wish.share()) {
            case RISES -> Ramp.percentAt(gone, ramp, baseWeight);
            case FALLS -> Ramp.leftAt(gone, ramp);
            case WHOLE -> 100;
        };
    }

    /** Told at once, beside the looks. */
    Said set(ResourceId backend, Wish wish) {
        try {
            var server = seen.get(nameOf(backend));
            tell(backend, wish, server == null ? 1 : server.baseWeight());
            return new Said(address(), Optional.empty());
        } catch (HaproxyTrouble cannot) {
            return new Said(address(), Optional.of(cannot));
        }
    }

    private void tell(ResourceId backend, Wish wish, int baseWeight) throws HaproxyTrouble {
        try {
            command(backend, wish, baseWeight);
            refused.remove(backend);
            refused.values().removeIf(before -> before.kind() == HaproxyTrouble.Kind.DENIED);
        } catch (HaproxyTrouble cannot) {
            if (!cannot.tryingAgainHelps()) {
                refused.put(backend, cannot);
            }
            throw cannot;
        }
    }

    /** The share of traffic comes before the traffic. */
    private void command(ResourceId backend, Wish wish, int baseWeight) throws HaproxyTrouble {
        var name = nameOf(backend);
        if (wish.admin() == Admin.READY) {
            share(name, percent(wish, clock.instant(), baseWeight));
        }
        // What gives way is in already, unless somebody's hand took it out: then it stays so.
        if (wish.share() == Wish.Share.RISES) {
            api.set(pool.traffic().backend(), name, wish.admin());
        }
        // Whoever makes it ready by hand means all of it.
        if (wish.admin() == Admin.MAINT && seen.get(name) instanceof Server server && Ramp.isStep(server.weight(), server.baseWeight())) {
            share(name, 100);
        }
        told.put(backend, wish);
    }

    /** Some ways to balance know no weights: then all of its traffic comes back at once. */
    private void share(String name, int percent) throws HaproxyTrouble {
        try {
            api.weight(pool.traffic().backend(), name, percent);
        } catch (HaproxyTrouble refused) {
            if (refused.kind() != HaproxyTrouble.Kind.REFUSED && refused.kind() != HaproxyTrouble.Kind.NOT_SO) {
                throw refused;
            }
            LOG.warn("pool {}: its traffic comes back at once, not by and by: {}", pool.pool().name(), refused.getMessage());
        }
    }

    private void suspect(List<Server> servers) {
        var after = watchfulness.see(servers, clock.instant());
        watchfulness = after.then();
        after.suspected().forEach(one -> {
            var backend = Pool.backend(pool.pool().name(), one.server().name());
            if (pool.has(backend)) {
                LOG.debug("{}: {}", backend, one.reason().inEnglish());
                suspecting.accept(backend);
            }
        });
    }
}
