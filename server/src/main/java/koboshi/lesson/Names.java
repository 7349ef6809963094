package koboshi.lesson;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import koboshi.config.Configuration;
import koboshi.journey.Journey;
import koboshi.journey.Quorum;
import koboshi.resource.Pool;
import koboshi.resource.Service;

/** What a lesson may speak of: everything in the configurations it names. */
record Names(
        Set<String> services, Set<String> journeys, Set<String> guards, Set<String> heartbeats, Set<String> hosts, Set<String> pools, Set<String> backends, Set<String> ofBackends, Set<String> vantages,
        Set<String> groups) {
    static Names of(Collection<Configuration> configurations) {
        var names = new Names(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        configurations.forEach(names::add);
        return names;
    }

    /** Whatever an act or an incident may be about. */
    Set<String> resources() {
        var all = new TreeSet<>(services);
        guards.forEach(guard -> all.add("guard/" + guard));
        all.addAll(backends);
        all.addAll(groups);
        all.add("team/all");
        return all;
    }

    /** From where anything may be seen. */
    Set<String> places() {
        var all = new TreeSet<>(vantages);
        all.add(Quorum.HERE);
        return all;
    }

    /** Whatever a person may give orders about. */
    Set<String> movable() {
        var all = new TreeSet<>(services);
        all.addAll(backends);
        return all;
    }

    private void add(Configuration configuration) {
        var plan = configuration.plan();
        plan.services().keySet().forEach(id -> services.add(id.toString()));
        plan.services().values().stream().map(Service::host).forEach(hosts::add);
        journeys.addAll(plan.journeys().keySet());
        plan.journeys().values().stream().filter(Journey::ofBackend).map(Journey::name).forEach(ofBackends::add);
        plan.pools().values().forEach(pool -> {
            pools.add(pool.name());
            pool.members().forEach(member -> backends.add(member.id().toString()));
            pool.groups().ifPresent(all -> all.keySet().forEach(group -> groups.add(Pool.group(pool.name(), group).toString())));
        });
        vantages.addAll(configuration.vantages());
        guards.addAll(plan.duties().keySet());
        heartbeats.addAll(configuration.settings().heartbeats().keySet());
    }
}
