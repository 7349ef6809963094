package koboshi.app;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Servers of pools that were not written but told of by balancers.
 *
 * <p>Begins with what the journal knows: a Koboshi that starts while a balancer is away must not let go of what it keeps out there.
 */
final class Found implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Found.class);

    private final Map<String, Map<String, String>> byPool = new HashMap<>();
    private final ExecutorService following = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("found-servers").factory());

    private Found() {}

    static Found last(Collection<Pool> pools) {
        var found = new Found();
        pools.forEach(pool -> {
            var servers = new LinkedHashMap<String, String>();
            pool.members().forEach(member -> member.address().ifPresent(address -> servers.put(member.server(), address)));
            found.byPool.put(pool.name(), servers);
        });
        return found;
    }

    /**
     * What was written and is not any more stands until balancers have told.
     *
     * <p>The scar: servers were taken out of the file so that balancers name them, and for a second nobody watched the pool.
     *
     * @param before pools with those servers that were written
     * @param after the same of what is followed next
     */
    synchronized void keep(Map<String, Pool> before, Map<String, Pool> after) {
        after.values().stream().filter(pool -> pool.discovers().isPresent() && before.containsKey(pool.name())).forEach(pool -> {
            var was = before.get(pool.name());
            // What was told before the servers were written down is long out of date.
            var servers = new LinkedHashMap<>(was.discovers().isPresent() ? byPool.getOrDefault(pool.name(), Map.of()) : Map.<String, String>of());
            was.members().stream().filter(member -> !hasAddress(pool, member.id())).forEach(member -> member.address().ifPresent(address -> servers.putIfAbsent(member.server(), address)));
            byPool.put(pool.name(), servers);
        });
    }

    private static boolean hasAddress(Pool pool, ResourceId server) {
        return pool.members().stream().anyMatch(member -> member.id().equals(server) && member.address().isPresent());
    }

    /** Takes up a plan that knows the servers found by now. */
    interface Following {
        void follow() throws IOException;
    }

    /** Followed beside: who tells goes on looking. */
    synchronized void take(String pool, Map<String, String> servers, Following then) {
        byPool.put(pool, new LinkedHashMap<>(servers));
        if (!following.isShutdown()) {
            following.execute(() -> follow(then));
        }
    }

    private static void follow(Following then) {
        try {
            then.follow();
        } catch (IOException | RuntimeException trouble) {
            LOG.error("servers that balancers tell of could not be taken up at once: {}", trouble.getMessage(), trouble);
        }
    }

    /** Addresses by the names of servers, by pool. */
    synchronized Map<String, Map<String, String>> all() {
        return new HashMap<>(byPool);
    }

    @Override
    public synchronized void close() {
        following.shutdownNow();
    }
}
