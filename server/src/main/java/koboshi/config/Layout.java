package koboshi.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.action.Duty;
import koboshi.action.Proof;
import koboshi.action.Runbook;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.journey.Journey;
import koboshi.loop.Plan;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;

/**
 * What is written of pools, before it is known which servers each has: a pool's journey is run against each of its servers, and a guard of the same
 * name judges by it.
 *
 * @param written with the journeys of pools as they are written, and with only those servers in a pool that are written
 * @param runbooks what is done when a journey of a server fails, by pool
 * @param patience how long each vantage may be away or left out before a person is called
 */
record Layout(Plan written, Map<String, Runbook> runbooks, Map<String, Duration> patience) {
    Layout {
        runbooks = Map.copyOf(runbooks);
        patience = Map.copyOf(patience);
    }

    /** With the guards that nobody has to write. */
    Plan whole(Map<String, Map<String, String>> found) {
        return over(found).withBuiltIn().missing(patience);
    }

    /** What the balancers of each pool tell: names of servers and their addresses, in order. */
    Plan over(Map<String, Map<String, String>> found) {
        var pools = new TreeMap<String, Pool>();
        written.pools().forEach((name, pool) -> pools.put(name, pool.discovers().isPresent() ? with(found.getOrDefault(name, Map.of()), pool) : pool));
        var journeys = new TreeMap<>(written.journeys());
        journeys.values().removeIf(Layout::ofPool);
        var duties = new TreeMap<String, Duty>();
        written.journeys().values().stream().filter(Layout::ofPool).forEach(journey -> layOut(journey, pools.get(journey.service().name()), journeys, duties));
        written.duties().forEach((name, duty) -> duties.put(name, provenThere(duty, pools)));
        return new Plan(written.services(), journeys, duties, pools);
    }

    /** What is written of a server goes before what is told of it; one that is written with its address is there whatever is told. */
    private static Pool with(Map<String, String> found, Pool pool) {
        var members = new TreeMap<ResourceId, Pool.Member>();
        pool.members().forEach(member -> members.put(member.id(), member));
        var all = new ArrayList<Pool.Member>();
        found.forEach((server, address) -> {
            var id = Pool.backend(pool.name(), server);
            var known = members.remove(id);
            if (matches(pool, server) || known != null) {
                all.add(new Pool.Member(id, known == null ? Optional.empty() : known.service(), known == null ? Optional.of(address) : known.address().or(() -> Optional.of(address)),
                        known == null ? Optional.empty() : known.standby()));
            }
        });
        members.values().stream().filter(member -> member.address().isPresent()).forEach(all::add);
        return pool.of(all);
    }

    private static boolean matches(Pool pool, String server) {
        return pool.discovers().filter(pattern -> Traffic.matches(pattern, server)).isPresent();
    }

    private void layOut(Journey journey, Pool pool, Map<String, Journey> journeys, Map<String, Duty> duties) {
        for (var member : pool == null ? List.<Pool.Member>of() : pool.members()) {
            var own = journey.against(laidOut(journey.name(), member.id()), member.id(), member.address().orElseThrow());
            journeys.put(own.name(), own);
            duties.put(own.name(), new Duty(Guard.of(own.name(), new Condition.JourneyFails(own.name()), member.id()), runbooks.get(pool.name())));
        }
    }

    private static String laidOut(String journey, ResourceId backend) {
        return journey + "@" + backend.name();
    }

    private static boolean ofPool(Journey journey) {
        return journey.service().kind().equals("pool");
    }

    /** What proves an act upon a service is the pool's journey at the server where it answers; while that is not there, nothing does. */
    private Duty provenThere(Duty duty, Map<String, Pool> pools) {
        var proof = duty.runbook().prove().filter(one -> written.journeys().containsKey(one.journey()) && ofPool(written.journeys().get(one.journey())));
        if (proof.isEmpty()) {
            return duty;
        }
        var pool = Optional.ofNullable(pools.get(written.journeys().get(proof.get().journey()).service().name()));
        var there = pool.flatMap(known -> duty.guard().on().flatMap(on -> serverOf(on, known)))
                .map(server -> new Proof(laidOut(proof.get().journey(), server), proof.get().within()));
        return new Duty(duty.guard(), new Runbook(duty.runbook().then(), there, duty.runbook().brakes()));
    }

    static Optional<ResourceId> serverOf(ResourceId service, Pool pool) {
        return pool.members().stream().filter(member -> member.service().filter(service::equals).isPresent()).map(Pool.Member::id).findFirst();
    }
}
