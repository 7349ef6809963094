package koboshi.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.agent.link.Frame.Neighbour;

/**
 * Who runs on this host beside the kept services and may be watched by nobody: who waits at a port, in whatever network, and {@link Workers}.
 *
 * <p>Which sockets there are is a few cheap reads; whose they are means looking at every open file of the host, so that is done only when they changed.
 */
final class Listeners {
    private static final int MOST = 200;
    private static final int MOST_PORTS = 16;
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(15).toNanos();
    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

    private final Path proc;
    private final Namespaces namespaces;
    private final Workers workers;
    private final Consumer<String> log;
    private Map<Long, Bound> known = Map.of();
    private Map<Long, Set<Bound>> owners = Map.of();
    private Set<Long> ownerless = Set.of();
    private Set<Long> surelyOwnerless = Set.of();
    private List<Neighbour> found = List.of();
    private long lookedAt;
    private boolean looked;
    private boolean said;

    Listeners(Path proc, Workers workers, Consumer<String> log) {
        this.proc = proc;
        this.namespaces = new Namespaces(proc);
        this.workers = workers;
        this.log = log;
    }

    /** @param nanos now, by a clock that only goes forward */
    List<Neighbour> now(long nanos) {
        if (!looked || nanos - lookedAt > LOOK_AGAIN_NANOS) {
            looked = true;
            lookedAt = nanos;
            look();
        }
        // Who has ended since is nobody's neighbour.
        return found.stream().filter(one -> one.pid() == 0 || Files.exists(folder(one.pid()))).toList();
    }

    private void look() {
        var citizens = citizens();
        namespaces.look(citizens.keySet());
        var sockets = namespaces.sockets();
        boolean goneSome = !citizens.keySet().containsAll(owners.keySet());
        if (!sockets.equals(known) || goneSome || !surelyOwnerless.equals(ownerless)) {
            known = sockets;
            own(citizens.keySet());
        }
        var heads = withoutHeirs(citizens);
        var all = new ArrayList<Neighbour>();
        heads.forEach((pid, bounds) -> all.add(neighbour(Optional.ofNullable(citizens.get(pid)), bounds)));
        surelyOwnerless.stream().map(known::get).distinct().sorted(Comparator.comparing(Bound::port)).forEach(bound -> all.add(neighbour(Optional.empty(), Set.of(bound))));
        workers.among(citizens.values(), owners.keySet()).forEach(worker -> all.add(neighbour(Optional.of(worker), Set.of())));
        found = Forwards.resolved(all, proc);
        sayOnce();
    }

    private Map<Long, Citizen> citizens() {
        return names(proc).stream().filter(name -> Character.isDigit(name.charAt(0))).map(Long::parseLong)
                .flatMap(pid -> Citizen.of(proc, pid).stream()).filter(one -> !one.ended())
                .collect(Collectors.toMap(Citizen::pid, one -> one, (one, _) -> one, TreeMap::new));
    }

    /** A socket nobody seems to have may have been opened or closed between two reads: it is believed the second time. */
    private void own(Collection<Long> pids) {
        var all = new TreeMap<Long, Set<Bound>>();
        var left = new HashSet<>(known.keySet());
        for (long pid : pids) {
            var bounds = all.size() < MOST ? bounds(pid, left) : Set.<Bound>of();
            if (!bounds.isEmpty()) {
                all.put(pid, bounds);
            }
        }
        owners = all;
        surelyOwnerless = left.stream().filter(ownerless::contains).collect(Collectors.toSet());
        ownerless = left;
    }

    private Set<Bound> bounds(long pid, Set<Long> left) {
        var bounds = new HashSet<Bound>();
        var files = folder(pid).resolve("fd");
        for (var name : names(files)) {
            var match = SOCKET.matcher(target(files.resolve(name)));
            if (match.matches() && known.containsKey(Long.parseLong(match.group(1)))) {
                bounds.add(known.get(Long.parseLong(match.group(1))));
                left.remove(Long.parseLong(match.group(1)));
            }
        }
        return bounds;
    }

    /** Workers that share their parent's sockets are no further services. */
    private Map<Long, Set<Bound>> withoutHeirs(Map<Long, Citizen> citizens) {
        var heads = new TreeMap<>(owners);
        owners.forEach((pid, bounds) -> Optional.ofNullable(citizens.get(pid)).map(Citizen::parent)
                .filter(parent -> owners.getOrDefault(parent, Set.of()).containsAll(bounds)).ifPresent(_ -> heads.remove(pid)));
        return heads;
    }

    private Neighbour neighbour(Optional<Citizen> who, Set<Bound> bounds) {
        return new Neighbour(
                who.map(Citizen::name).orElse(""), who.map(Citizen::pid).orElse(0L), who.map(Citizen::session).orElse(0L), who.map(Citizen::place).orElse(""),
                ours(bounds, false), Optional.of(ours(bounds, true)).filter(ports -> !ports.isEmpty()), Optional.of(inside(bounds)).filter(ports -> !ports.isEmpty()));
    }

    private static List<Integer> ours(Set<Bound> bounds, boolean udp) {
        return bounds.stream().filter(bound -> bound.network().equals(Namespaces.OURS) && bound.udp() == udp).map(Bound::port).distinct().sorted().limit(MOST_PORTS).toList();
    }

    private List<String> inside(Set<Bound> bounds) {
        return bounds.stream().filter(bound -> !bound.network().equals(Namespaces.OURS)).sorted(Comparator.comparing(Bound::port)).flatMap(this::inside).distinct().limit(MOST_PORTS).toList();
    }

    /** A network that reaches nobody has only its own localhost. */
    private Stream<String> inside(Bound bound) {
        var addresses = namespaces.addresses(bound.network());
        return (addresses.isEmpty() ? List.of("localhost") : addresses).stream().map(address -> address + ":" + bound.port());
    }

    private void sayOnce() {
        if (!said && !surelyOwnerless.isEmpty()) {
            said = true;
            log.accept("ports of which this agent may not see whose they are: " + surelyOwnerless.size()
                    + " (of other users' programs, or the kernel's); it would name programs, and see into containers, as root or with CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH");
        }
    }

    private Path folder(long pid) {
        return proc.resolve(Long.toString(pid));
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
        return names == null ? List.of() : List.of(names);
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
