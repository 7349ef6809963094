package koboshi.loop;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.action.Duty;
import koboshi.action.Runbook;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.journey.Journey;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;

/** What is in force: services, journeys, and guards with their runbooks. */
public record Plan(Map<ResourceId, Service> services, Map<String, Journey> journeys, Map<String, Duty> duties) {
    public static final Plan EMPTY = new Plan(Map.of(), Map.of(), Map.of());

    /** Long enough for an agent to be restarted or upgraded without calling anybody. */
    private static final Duration AGENT_MAY_BE_AWAY = Duration.ofSeconds(15);

    public Plan {
        services = Map.copyOf(services);
        journeys = Map.copyOf(journeys);
        duties = Map.copyOf(duties);
    }

    /** Guards nobody has to write: a fallen process, a keeper that gave up, an agent that is away. */
    public Plan withBuiltIn() {
        var all = new TreeMap<>(duties);
        services.values().forEach(service -> {
            var name = service.id().name();
            put(all, new Duty(Guard.of("fallen:" + name, new Condition.Fallen(service.id()), service.id()), Runbook.WATCH_ONLY));
            put(all, new Duty(Guard.of("exhausted:" + name, new Condition.Exhausted(service.id()), service.id()), Runbook.CALL_A_PERSON));
            put(all, agentAway(service.host()));
        });
        return new Plan(services, journeys, all);
    }

    private static void put(Map<String, Duty> duties, Duty duty) {
        duties.putIfAbsent(duty.name(), duty);
    }

    private static Duty agentAway(String host) {
        var guard = new Guard(
                "agent-away:" + host,
                new Condition.AgentAway(host),
                Optional.empty(),
                AGENT_MAY_BE_AWAY,
                Duration.ZERO,
                Guard.UNKNOWN_GRACE);
        return new Duty(guard, Runbook.CALL_A_PERSON);
    }
}
