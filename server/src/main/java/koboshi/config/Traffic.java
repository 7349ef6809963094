package koboshi.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import koboshi.resource.ResourceId;

/**
 * Where the traffic of a pool is moved.
 *
 * @param balancers instances of HAProxy that are kept alike, as {@code unix:/path} or {@code tcp://host:port}
 * @param backend what HAProxy calls the pool
 * @param servers what HAProxy calls each of its servers
 * @param look from one look at the balancers to the next
 */
public record Traffic(List<String> balancers, String backend, Map<ResourceId, String> servers, Duration look) {
    public static final Duration LOOK = Duration.ofMillis(100);

    public Traffic {
        balancers = List.copyOf(balancers);
        servers = Map.copyOf(servers);
    }
}
