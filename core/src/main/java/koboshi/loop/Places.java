package koboshi.loop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.action.Duty;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.journey.Journey;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;

/** Where what is in the plan stands: asked many times for each run, and the same until the plan changes. */
final class Places {
    private final Map<ResourceId, List<Journey>> journeys = new HashMap<>();
    private final Map<ResourceId, Pool> pools = new HashMap<>();
    private final Map<ResourceId, ResourceId> services = new HashMap<>();
    private final Map<ResourceId, ResourceId> backends = new HashMap<>();

    /** The journeys that are guarded on behalf of each. */
    private final Map<ResourceId, List<String>> guarded = new HashMap<>();

    Places(Collection<Journey> journeys, Collection<Pool> pools, Collection<Duty> duties) {
        journeys.forEach(journey -> this.journeys.computeIfAbsent(journey.service(), _ -> new ArrayList<>()).add(journey));
        pools.forEach(pool -> pool.members().forEach(member -> put(pool, member)));
        duties.forEach(duty -> put(duty.guard()));
    }

    private void put(Guard guard) {
        if (guard.condition() instanceof Condition.JourneyFails(var journey) && guard.on().isPresent()) {
            guarded.computeIfAbsent(guard.on().get(), _ -> new ArrayList<>()).add(journey);
        }
    }

    private void put(Pool pool, Pool.Member member) {
        pools.putIfAbsent(member.id(), pool);
        member.service().ifPresent(service -> {
            services.putIfAbsent(member.id(), service);
            backends.putIfAbsent(service, member.id());
        });
    }

    List<Journey> journeysOf(ResourceId on) {
        return journeys.getOrDefault(on, List.of());
    }

    List<String> guardedOn(ResourceId on) {
        return guarded.getOrDefault(on, List.of());
    }

    Optional<Pool> poolOf(ResourceId backend) {
        return Optional.ofNullable(pools.get(backend));
    }

    Optional<ResourceId> serviceBehind(ResourceId backend) {
        return Optional.ofNullable(services.get(backend));
    }

    Optional<ResourceId> backendOf(ResourceId service) {
        return Optional.ofNullable(backends.get(service));
    }
}
