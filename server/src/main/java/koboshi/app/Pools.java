package koboshi.app;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.http.ViewedPool;
import koboshi.http.ViewedPool.Place;
import koboshi.http.ViewedService;
import koboshi.incident.Incident;
import koboshi.loop.Loop;
import koboshi.loop.Seat;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.signal.Flow;

/** What everybody sees of the pools, made on the loop's thread. */
final class Pools {
    private final Loop loop;
    private final Function<ResourceId, List<ViewedService.Journey>> journeys;

    Pools(Loop loop, Function<ResourceId, List<ViewedService.Journey>> journeys) {
        this.loop = loop;
        this.journeys = journeys;
    }

    List<ViewedPool> view(Instant at) {
        var refusing = loop.refusing();
        return loop.state().pools().stream()
                .map(pool -> new ViewedPool(
                        pool.name(), pool.floor(), pool.mostOut(inDuty(pool)), pool.drain(), pool.back(), pool.discovers().isPresent(), loop.seen().trafficTrouble(pool.name(), at), loop.seen().balancersAmiss(pool.name()),
                        pool.members().stream().map(member -> server(pool, member, refusing, at)).toList(),
                        groups(pool, at), Optional.ofNullable(loop.state().switches().get(pool.name()))))
                .toList();
    }

    private List<ViewedPool.Group> groups(Pool pool, Instant at) {
        return pool.groups().orElse(Map.of()).entrySet().stream().sorted(Map.Entry.comparingByKey()).map(each -> {
            var id = Pool.group(pool.name(), each.getKey());
            boolean in = each.getValue().stream().noneMatch(server -> loop.state().seats().get(server) instanceof Seat seat && seat.out());
            return new ViewedPool.Group(id, each.getKey(), each.getValue(), in, share(pool, each.getValue(), at), loop.wouldRefuseSwitch(id));
        }).toList();
    }

    /** In percent, by the weights that balancers go by now. */
    private Optional<Integer> share(Pool pool, List<ResourceId> servers, Instant at) {
        int all = weight(pool, pool.members().stream().map(Pool.Member::id).toList());
        return Optional.of(all).filter(weight -> weight > 0 && loop.seen().trafficTrouble(pool.name(), at).isEmpty()).map(weight -> Math.round(100f * weight(pool, servers) / weight));
    }

    private int weight(Pool pool, List<ResourceId> servers) {
        return servers.stream().flatMap(server -> loop.seen().flow(pool.name(), server).stream()).filter(Flow::takes).mapToInt(flow -> flow.weight().now()).sum();
    }

    private int inDuty(Pool pool) {
        return (int) pool.members().stream().filter(member -> !loop.state().rests(member.id())).count();
    }

    private ViewedPool.Server server(Pool pool, Pool.Member member, Loop.Refusing refusing, Instant at) {
        var seat = Optional.ofNullable(loop.state().seats().get(member.id()));
        return new ViewedPool.Server(
                member.id(),
                member.service(),
                seat.map(one -> place(one, member, pool, at)).orElse(Place.IN),
                seat.map(Seat::since),
                seat.flatMap(one -> until(one, pool, at)),
                seat.map(Seat::by).map(GuardKey::toString).orElse(""),
                seat.filter(Seat::byOrder).isPresent(),
                loop.seen().flow(pool.name(), member.id()),
                loop.state().incidents().stream().filter(incident -> incident.open() && incident.on().equals(member.id())).findFirst().map(Incident::id),
                refused(member.id(), refusing),
                journeys.apply(member.id()));
    }

    private static Map<Verb, Refusal> refused(ResourceId id, Loop.Refusing refusing) {
        var refused = new EnumMap<Verb, Refusal>(Verb.class);
        for (var verb : List.of(Verb.DRAIN, Verb.EJECT, Verb.READY)) {
            refusing.of(verb, id).ifPresent(refusal -> refused.put(verb, refusal));
        }
        return refused;
    }

    /** One that came back and fell no more is simply in. */
    private Place place(Seat seat, Pool.Member member, Pool pool, Instant at) {
        return switch (seat) {
            case Seat.Draining _ -> Place.DRAINING;
            case Seat.Out _ -> loop.state().rests(member.id()) ? Place.RESERVE : Place.OUT;
            case Seat.Returned returned -> watched(returned, pool).isAfter(at) ? Place.RETURNED : Place.IN;
        };
    }

    private static Instant watched(Seat.Returned returned, Pool pool) {
        return returned.since().plus(pool.back().watched());
    }

    private static Optional<Instant> until(Seat seat, Pool pool, Instant at) {
        return switch (seat) {
            case Seat.Draining draining -> Optional.of(draining.until());
            case Seat.Out out -> out.ordered() ? Optional.empty() : Optional.of(out.earliest());
            case Seat.Returned returned -> Optional.of(watched(returned, pool)).filter(until -> until.isAfter(at));
        };
    }
}
