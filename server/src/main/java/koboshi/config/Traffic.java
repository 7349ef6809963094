package koboshi.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import koboshi.resource.Pool;

/**
 * Where the traffic of a pool is moved.
 *
 * @param balancers instances of HAProxy that are kept alike, as {@code unix:/path} or {@code tcp://host:port}
 * @param backend what HAProxy calls the pool
 * @param look from one look at the balancers to the next
 */
public record Traffic(List<String> balancers, String backend, Duration look) {
    public static final Duration LOOK = Duration.ofMillis(100);
    /** Of each pool, whoever names them. */
    public static final int MOST_SERVERS = 200;

    public Traffic {
        balancers = List.copyOf(balancers);
    }

    /** Whether a server that a balancer names may be one of the pool. */
    public static boolean takes(Pool pool, String server) {
        return Names.NAME.matcher(server).matches() && pool.discovers().filter(pattern -> matches(pattern, server)).isPresent();
    }

    /** @param pattern in which {@code *} stands for any characters */
    static boolean matches(String pattern, String server) {
        return server.matches(Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }
}
