package koboshi.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import koboshi.config.Traffic;
import koboshi.integration.haproxy.Server;
import koboshi.resource.Pool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which servers a pool has, as its balancers tell.
 *
 * <p>A server is there while any balancer names it, for that one may send it traffic; its address is that of the first balancer that knows one. It is gone only when
 * every balancer answers and none names it. A list without any server changes nothing: nobody would be left to watch.
 */
final class Roster {
    /** While a reload goes on the old process and the new one answer in turns. */
    private static final Duration SETTLES = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);
    /** A server that waits for its name to be resolved has none yet; one behind a socket of this host has no port. */
    private static final Pattern ADDRESS = Pattern.compile("(?!0\\.0\\.0\\.0:|\\[::]:)(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):[1-9]\\d{0,4}");

    private Map<String, String> inForce;
    private Map<String, String> candidate;
    private Instant since = Instant.MAX;
    private int leftOut;

    private Roster() {}

    /** As they were when they were last told. */
    static Roster of(Pool pool) {
        var roster = new Roster();
        roster.follow(pool);
        return roster;
    }

    /** Another plan is in force: what it does not know must be told again, though it was told or written before. */
    void follow(Pool pool) {
        var known = new LinkedHashMap<String, String>();
        pool.members().forEach(member -> member.address().ifPresent(address -> known.put(member.server(), address)));
        inForce = known;
        candidate = known;
    }

    /**
     * @param told by each balancer, in the order in which they are written; empty of one that does not answer
     * @return addresses by the names of servers, where they are others than before and have been so for a while
     */
    Optional<Map<String, String>> see(List<Optional<List<Server>>> told, Pool pool, Instant at) {
        var now = bounded(union(told, pool), pool);
        if (now.isEmpty() || now.equals(inForce)) {
            candidate = inForce;
            return Optional.empty();
        }
        if (!now.equals(candidate)) {
            candidate = now;
            since = at;
        }
        if (since.plus(SETTLES).isAfter(at)) {
            return Optional.empty();
        }
        inForce = now;
        return Optional.of(now);
    }

    private Map<String, String> union(List<Optional<List<Server>>> told, Pool pool) {
        var all = new LinkedHashMap<String, String>();
        told.stream().flatMap(Optional::stream).flatMap(List::stream).filter(server -> Traffic.takes(pool, server.name())).forEach(server -> address(server).ifPresent(address -> all.putIfAbsent(server.name(), address)));
        // A name that does not resolve just now is no reason to let go of its server.
        told.stream().flatMap(Optional::stream).flatMap(List::stream).map(Server::name).filter(inForce::containsKey).forEach(name -> all.putIfAbsent(name, inForce.get(name)));
        if (told.stream().anyMatch(Optional::isEmpty)) {
            inForce.forEach(all::putIfAbsent);
        }
        return all;
    }

    private static Optional<String> address(Server server) {
        return Optional.of(server.address()).filter(address -> ADDRESS.matcher(address).matches());
    }

    /** Who is in stays in before anybody new comes. */
    private Map<String, String> bounded(Map<String, String> all, Pool pool) {
        int over = Math.max(0, all.size() - Traffic.MOST_SERVERS);
        if (over != leftOut && over > 0) {
            LOG.warn("pool {}: {} servers are told of; only {} are taken, and {} are watched by nobody", pool.name(), all.size(), Traffic.MOST_SERVERS, over);
        }
        leftOut = over;
        if (over == 0) {
            return all;
        }
        var kept = new LinkedHashMap<String, String>();
        all.forEach((name, address) -> {
            if (inForce.containsKey(name)) {
                kept.put(name, address);
            }
        });
        all.forEach((name, address) -> {
            if (kept.size() < Traffic.MOST_SERVERS) {
                kept.putIfAbsent(name, address);
            }
        });
        return kept;
    }
}
