package koboshi.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import koboshi.agent.keep.Proc;
import koboshi.agent.link.Frame.Neighbour;

/**
 * Who listens on this host: what runs beside the kept services and may be watched by nobody.
 *
 * <p>Which sockets listen is one cheap read; whose they are means looking at every open file of the host, so that is done only when they changed.
 */
final class Listeners {
    private static final int MOST = 200;
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(15).toNanos();
    private static final String LISTENING = "0A";
    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
    private static final Pattern CONTAINER = Pattern.compile("(?:docker|libpod|crio|cri-containerd|containerd)[-/:]([0-9a-f]{12})[0-9a-f]*");
    private static final Pattern UNIT = Pattern.compile("([^/]+\\.service)(?:/|$)");

    private final Path proc;
    private Map<Long, Integer> known = Map.of();
    private List<Neighbour> owners = List.of();
    private long lookedAt;

    Listeners(Path proc) {
        this.proc = proc;
    }

    /** @param nanos now, by a clock that only goes forward */
    List<Neighbour> now(long nanos) {
        var sockets = sockets();
        boolean due = owners.isEmpty() || nanos - lookedAt > LOOK_AGAIN_NANOS;
        if (!sockets.equals(known) && due) {
            known = sockets;
            lookedAt = nanos;
            owners = owners(sockets);
        }
        // Sockets alone are looked at each time; who has ended since is nobody's neighbour.
        return owners.stream().filter(one -> Files.exists(proc.resolve(Long.toString(one.pid())))).toList();
    }

    /** Ports by the numbers of their sockets. */
    private Map<Long, Integer> sockets() {
        var ports = new HashMap<Long, Integer>();
        for (var file : new String[] {"net/tcp", "net/tcp6"}) {
            Proc.textOf(proc.resolve(file)).stream().flatMap(String::lines).skip(1)
                    .map(line -> line.trim().split(" +"))
                    .filter(words -> words.length > 9 && words[3].equals(LISTENING))
                    .limit(MOST)
                    .forEach(words -> ports.put(Long.parseLong(words[9]), Integer.parseInt(words[1].substring(words[1].indexOf(':') + 1), 16)));
        }
        return ports;
    }

    private List<Neighbour> owners(Map<Long, Integer> sockets) {
        var owners = new TreeMap<Long, Set<Integer>>();
        for (var name : names(proc)) {
            if (Character.isDigit(name.charAt(0)) && owners.size() < MOST) {
                var ports = ports(Long.parseLong(name), sockets);
                if (!ports.isEmpty()) {
                    owners.put(Long.parseLong(name), ports);
                }
            }
        }
        return withoutHeirs(owners).entrySet().stream().map(owner -> neighbour(owner.getKey(), owner.getValue())).toList();
    }

    private Set<Integer> ports(long pid, Map<Long, Integer> sockets) {
        var ports = new TreeSet<Integer>();
        var folder = proc.resolve(Long.toString(pid)).resolve("fd");
        for (var name : names(folder)) {
            var match = SOCKET.matcher(target(folder.resolve(name)));
            if (match.matches() && sockets.containsKey(Long.parseLong(match.group(1)))) {
                ports.add(sockets.get(Long.parseLong(match.group(1))));
            }
        }
        return ports;
    }

    /** Workers that share their parent's sockets are no further services. */
    private Map<Long, Set<Integer>> withoutHeirs(Map<Long, Set<Integer>> owners) {
        var heads = new TreeMap<>(owners);
        owners.forEach((pid, ports) -> parent(pid).filter(parent -> owners.getOrDefault(parent, Set.of()).containsAll(ports)).ifPresent(_ -> heads.remove(pid)));
        return heads;
    }

    private Optional<Long> parent(long pid) {
        return stat(pid).map(Proc.Stat::parent);
    }

    private Optional<Proc.Stat> stat(long pid) {
        return Proc.textOf(proc.resolve(Long.toString(pid)).resolve("stat")).flatMap(Proc.Stat::parse);
    }

    private Neighbour neighbour(long pid, Set<Integer> ports) {
        var name = stat(pid).map(Proc.Stat::name).orElse("");
        return new Neighbour(name, pid, stat(pid).map(Proc.Stat::session).orElse(0L), place(pid), List.copyOf(ports));
    }

    /** The container or unit it belongs to, as its cgroup says; empty where it belongs to none. */
    private String place(long pid) {
        var group = Proc.textOf(proc.resolve(Long.toString(pid)).resolve("cgroup")).orElse("");
        var container = CONTAINER.matcher(group);
        if (container.find()) {
            return "container " + container.group(1);
        }
        var unit = UNIT.matcher(group);
        return unit.find() ? unit.group(1) : "";
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException _) {
            // Closed between the listing and the reading, or not ours to look at.
            return "";
        }
    }

    private static List<String> names(Path folder) {
        var names = folder.toFile().list();
        return names == null ? List.of() : new ArrayList<>(List.of(names));
    }

    /** Those that no ward keeps: of a kept process's session, or the agent itself, or who it dials. */
    static List<Neighbour> unguarded(List<Neighbour> all, Set<Long> kept, int serverPort) {
        var ours = new HashSet<>(kept);
        ours.add(ProcessHandle.current().pid());
        return all.stream()
                .filter(one -> !ours.contains(one.pid()) && !ours.contains(one.session()) && !one.ports().contains(serverPort))
                .toList();
    }
}
