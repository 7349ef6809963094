package koboshi.lesson;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import koboshi.config.Configuration;
import koboshi.resource.Service;

/** What a lesson may speak of: everything in the configurations it names. */
record Names(Set<String> services, Set<String> journeys, Set<String> guards, Set<String> heartbeats, Set<String> hosts) {
    static Names of(Collection<Configuration> configurations) {
        var names = new Names(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        configurations.forEach(names::add);
        return names;
    }

    /** Whatever an act or an incident may be about. */
    Set<String> resources() {
        var all = new TreeSet<>(services);
        guards.forEach(guard -> all.add("guard/" + guard));
        all.add("team/all");
        return all;
    }

    private void add(Configuration configuration) {
        var plan = configuration.plan();
        plan.services().keySet().forEach(id -> services.add(id.toString()));
        plan.services().values().stream().map(Service::host).forEach(hosts::add);
        journeys.addAll(plan.journeys().keySet());
        guards.addAll(plan.duties().keySet());
        heartbeats.addAll(configuration.settings().heartbeats().keySet());
    }
}
