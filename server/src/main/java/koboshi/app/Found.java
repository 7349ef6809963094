package koboshi.app;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import koboshi.resource.Pool;
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
        pools.stream().filter(pool -> pool.discovers().isPresent()).forEach(pool -> {
            var servers = new LinkedHashMap<String, String>();
            pool.members().forEach(member -> member.address().ifPresent(address -> servers.put(member.server(), address)));
            found.byPool.put(pool.name(), servers);
        });
        return found;
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
            LOG.error("servers that balancers tell of could not be taken up; what was in force stays in force: {}", trouble.getMessage(), trouble);
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
