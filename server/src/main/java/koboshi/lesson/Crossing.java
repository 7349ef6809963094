package koboshi.lesson;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.loop.Event;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.signal.Flow;

/** The balancers of a lesson: they do at once what they are told, as long as they are there. */
final class Crossing {
    private final Map<String, String> away = new HashMap<>();
    private final Map<ResourceId, Integer> sessions = new HashMap<>();
    private final Set<ResourceId> out = new HashSet<>();

    void leave(String pool, String why) {
        away.put(pool, why);
    }

    void comeBack(String pool) {
        away.remove(pool);
    }

    void sessions(ResourceId backend, int many) {
        sessions.put(backend, many);
    }

    Outcome act(Verb verb, ResourceId on) {
        var why = away.get(on.name().replaceFirst("/.*", ""));
        if (why != null) {
            return new Outcome.Failed(why);
        }
        if (verb == Verb.READY) {
            out.remove(on);
        } else {
            out.add(on);
        }
        return Outcome.Done.plain("told");
    }

    /** What is said of each pool, time and again. */
    List<Event> seen(Collection<Pool> pools) {
        return pools.stream().<Event>map(this::seen).toList();
    }

    private Event seen(Pool pool) {
        var why = Optional.ofNullable(away.get(pool.name()));
        var flows = new TreeMap<ResourceId, Flow>();
        pool.members().forEach(member -> flows.put(member.id(), flow(member.id())));
        return new Event.TrafficSeen(pool.name(), why.isPresent() ? Map.of() : flows, why);
    }

    private Flow flow(ResourceId backend) {
        boolean takes = !out.contains(backend);
        return new Flow(takes, sessions.getOrDefault(backend, 0), takes ? "UP" : "MAINT");
    }
}
