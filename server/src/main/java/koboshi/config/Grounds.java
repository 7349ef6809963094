package koboshi.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * What servers of one pool stand on: hosts, disks, sites, upstreams.
 *
 * <p>The scar: a meeting service with everything doubled stood on one storage, and when that fell all its redundancy was worth nothing.
 */
final class Grounds {
    private final Map<String, Set<String>> servers = new TreeMap<>();
    private final Set<String> all = new TreeSet<>();

    void stands(String server, String ground) {
        servers.computeIfAbsent(ground, _ -> new TreeSet<>()).add(server);
    }

    void server(String name, String address) {
        all.add(name);
        var host = address.replaceFirst(":\\d+$", "");
        // On this very host everything is tried out first.
        if (!host.equals("localhost") && !host.startsWith("127.") && !host.equals("[::1]")) {
            stands(name, host);
        }
    }

    /** @param told of each ground whose fall leaves fewer than the floor: its name, and how many are left */
    void single(int floor, BiConsumer<String, Integer> told) {
        servers.forEach((ground, standing) -> {
            int left = all.size() - standing.size();
            if (all.size() > 1 && standing.size() > 1 && left < Math.max(1, floor)) {
                told.accept(ground, left);
            }
        });
    }
}
