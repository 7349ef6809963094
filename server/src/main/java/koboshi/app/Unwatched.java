package koboshi.app;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.agent.host.Whereabouts;
import koboshi.agent.link.Frame.KnownAs;
import koboshi.agent.link.Frame.Neighbour;
import koboshi.agent.link.Frame.Surroundings;
import koboshi.http.ViewedHost;
import koboshi.journey.Journey;
import koboshi.journey.Quorum;
import koboshi.journey.Step;
import koboshi.loop.Plan;
import koboshi.resource.Service;

/**
 * What runs on the hosts of agents and is asked by nothing: neither scraped nor probed, on no journey, and of no heartbeat's name.
 *
 * <p>An address belongs to a host by the name of its agent, by what the agent says the host is called, and, where it says {@code localhost}, if the
 * host is ours. Names are not looked up. Used by the loop's thread alone; addresses, and hosts, are looked at anew only when they are others.
 */
final class Unwatched {
    private final Supplier<List<String>> asked;
    private final Supplier<Plan> plan;
    private final Supplier<Set<String>> heartbeats;
    private final String network = Whereabouts.network();
    private List<String> askedBefore = List.of();
    private Plan planBefore = Plan.EMPTY;
    private Map<Integer, Set<Address>> byPort = Map.of();
    private Map<String, Known> known = Map.of();

    /** A host as it was found, and by what: it is the same while these are. */
    private record Known(Surroundings around, Map<Integer, Set<Address>> asked, Set<String> beats, ViewedHost host) {}

    /**
     * @param asked the addresses that are scraped or probed; the same list while they are the same
     * @param heartbeats their names
     */
    Unwatched(Supplier<List<String>> asked, Supplier<Plan> plan, Supplier<Set<String>> heartbeats) {
        this.asked = asked;
        this.plan = plan;
        this.heartbeats = heartbeats;
    }

    /** @param around what each linked host is like */
    List<ViewedHost> hosts(Map<String, Surroundings> around) {
        look();
        var beats = Set.copyOf(heartbeats.get());
        var next = new TreeMap<String, Known>();
        around.forEach((name, one) -> {
            var before = known.get(name);
            boolean same = before != null && before.around() == one && before.asked() == byPort && before.beats().equals(beats);
            next.put(name, same ? before : new Known(one, byPort, beats, host(name, one, beats)));
        });
        known = next;
        return next.values().stream().map(Known::host).toList();
    }

    private void look() {
        var targets = asked.get();
        var current = plan.get();
        if (targets != askedBefore || current != planBefore) {
            askedBefore = targets;
            planBefore = current;
            var addresses = Stream.concat(targets.stream(), current.journeys().values().stream().flatMap(Unwatched::addresses));
            byPort = addresses.map(Address::of).flatMap(Optional::stream).collect(Collectors.groupingBy(Address::port, Collectors.toSet()));
        }
    }

    /** What a journey says of its own host is another's where it is never run from here. */
    private static Stream<String> addresses(Journey journey) {
        var all = journey.steps().stream().flatMap(step -> address(step).stream()).map(text -> text.replace("${server}", journey.server().orElse("")));
        return journey.isRunFrom(Quorum.HERE) ? all : all.filter(text -> Address.of(text).filter(Address::ownHost).isEmpty());
    }

    private static Optional<String> address(Step step) {
        return switch (step) {
            case Step.Http http -> Optional.of(http.url());
            case Step.Talk talk -> Optional.of(talk.address());
            case Step.WebSocket socket -> Optional.of(socket.url());
            case Step.Dns dns -> dns.server().map(server -> Address.of(server).isPresent() ? server : server + ":53");
            case Step.Exec _ -> Optional.empty();
        };
    }

    private ViewedHost host(String name, Surroundings around, Set<String> beats) {
        boolean here = around.known().map(known -> known.network().equals(network)).orElse(name.equals(Service.THIS_HOST));
        var called = new HashSet<>(around.known().map(KnownAs::names).orElse(List.of()));
        called.add(name);
        var unguarded = around.neighbours().stream().filter(one -> !watched(one, called, here, beats))
                .map(one -> new ViewedHost.Program(one.name(), one.pid(), one.place(), one.ports(), one.udp().orElse(List.of()), one.inside().orElse(List.of())))
                .toList();
        return new ViewedHost(name, around.limits(), here ? "127.0.0.1" : around.known().flatMap(known -> known.names().stream().findFirst()).orElse(name), unguarded);
    }

    /** Whoever is asked at one of its ports is watched. */
    private boolean watched(Neighbour one, Set<String> called, boolean here, Set<String> beats) {
        return Stream.concat(one.ports().stream(), one.udp().orElse(List.of()).stream())
                        .flatMap(port -> byPort.getOrDefault(port, Set.of()).stream())
                        .anyMatch(address -> address.ownHost() ? here : called.stream().anyMatch(address::names))
                || one.inside().orElse(List.of()).stream().map(Address::of).flatMap(Optional::stream)
                        .anyMatch(inside -> !inside.ownHost() && byPort.getOrDefault(inside.port(), Set.of()).contains(inside))
                || beats.stream().anyMatch(name -> name.equalsIgnoreCase(one.name()) || one.place().equalsIgnoreCase(name + ".service"));
    }
}
