package koboshi.loop.sim;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Proof;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.Selector;
import koboshi.journey.Journey;
import koboshi.loop.Plan;
import koboshi.resource.Gentle;
import koboshi.resource.Keep;
import koboshi.resource.Origin;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;

/** Configurations as somebody might write them, left to chance. */
final class Plans {
    private static final List<List<Verb>> RUNBOOKS = List.of(
            List.of(Verb.CAPTURE, Verb.RESTART),
            List.of(Verb.RESTART),
            List.of(Verb.RESTART, Verb.NOTIFY),
            List.of(Verb.CAPTURE, Verb.RESTART, Verb.CAPTURE),
            List.of(Verb.NOTIFY, Verb.RESTART),
            List.of(Verb.START, Verb.NOTIFY),
            List.of(Verb.NOTIFY),
            List.of(),
            List.of(Verb.RESTART_GENTLY, Verb.NOTIFY));

    private final Chance chance;
    private final int floor;
    private final List<Integer> paces;

    Plans(Chance chance, boolean calm) {
        this.chance = chance;
        this.paces = calm ? List.of(60) : List.of(10, 30, 60);
        this.floor = chance.upTo(1);
    }

    Plan first() {
        var services = new TreeMap<ResourceId, Service>();
        var journeys = new TreeMap<String, Journey>();
        var duties = new TreeMap<String, Duty>();
        int roles = chance.between(1, 3);
        for (int role = 0; role < roles; role++) {
            int many = chance.between(1, 3);
            for (int i = 0; i < many; i++) {
                add("s" + role + i, "role" + role, services, journeys, duties);
            }
        }
        return new Plan(services, journeys, duties).withBuiltIn();
    }

    private void add(String name, String role, Map<ResourceId, Service> services, Map<String, Journey> journeys, Map<String, Duty> duties) {
        var id = ResourceId.service(name);
        services.put(id, service(id, role));
        journeys.put("ask-" + name, new Journey(
                "ask-" + name, id, Duration.ofSeconds(chance.oneOf(paces)), Duration.ofMillis(600), Optional.empty(), List.of()));
        put(duties, "silent-" + name, new Condition.JourneyFails("ask-" + name), id, runbook(id, 0));
        if (chance.oneIn(2)) {
            put(duties, "crowded-" + name, new Condition.Gives("waiting{of=\"" + name + "\"} > 50"), id, runbook(id, chance.upTo(RUNBOOKS.size() - 1)));
        }
        if (chance.oneIn(4)) {
            put(duties, "twin-" + name, new Condition.JourneyFails("ask-" + name), id, runbook(id, chance.upTo(RUNBOOKS.size() - 1)));
        }
        if (chance.oneIn(5)) {
            put(duties, "absent-" + name, new Condition.Absent(Selector.parse("up"), Duration.ofMinutes(2)), id, runbook(id, 6));
        }
        if (chance.oneIn(5)) {
            put(duties, "beats-" + name, new Condition.HeartbeatOverdue("beat-" + name, Duration.ofSeconds(60), Duration.ofSeconds(30)), id,
                    runbook(id, chance.upTo(RUNBOOKS.size() - 1)));
        }
        if (chance.oneIn(5)) {
            put(duties, "fallen:" + name, new Condition.Fallen(id), id, runbook(id, chance.oneOf(List.of(1, 5))));
        }
    }

    private Service service(ResourceId id, String role) {
        var keep = chance.oneOf(List.of(Keep.DEFAULT, Keep.DEFAULT, new Keep(0, Duration.ofMinutes(10), Duration.ofMillis(100), Duration.ofSeconds(30))));
        return new Service(
                id, "host-" + chance.upTo(1), role, floor, new Origin.Run(List.of("run"), "", Map.of()), keep, Optional.empty(),
                Duration.ofSeconds(20), Duration.ofSeconds(1), Optional.empty(), Optional.empty(), Optional.empty(),
                new Gentle(Optional.empty(), chance.oneIn(2) ? Optional.of("waiting{of=\"" + id.name() + "\"} == 0") : Optional.empty()));
    }

    private void put(Map<String, Duty> duties, String name, Condition condition, ResourceId on, Runbook runbook) {
        var holdFor = chance.oneIn(3) ? Duration.ofSeconds(chance.between(1, 60)) : Duration.ZERO;
        var keepFiring = chance.oneIn(3) ? Duration.ofSeconds(chance.between(1, 300)) : Duration.ZERO;
        duties.put(name, new Duty(new Guard(name, condition, Optional.of(on), holdFor, keepFiring, Guard.UNKNOWN_GRACE), runbook));
    }

    private Runbook runbook(ResourceId id, int which) {
        var then = RUNBOOKS.get(which);
        var prove = chance.oneIn(5) || then.stream().noneMatch(verb -> verb.replaces() || verb == Verb.START)
                ? Optional.<Proof>empty()
                : Optional.of(new Proof("ask-" + id.name(), Duration.ofSeconds(chance.between(60, 120))));
        var brakes = new Brakes(chance.between(1, 6), Duration.ofSeconds(chance.oneOf(List.of(0, 30, 120, 600))), chance.oneIn(10), chance.oneIn(15));
        return new Runbook(then, prove, brakes);
    }

    /** Something was changed, taken out, or brought back. */
    Plan changed(Plan before) {
        var services = new TreeMap<>(before.services());
        var journeys = new TreeMap<>(before.journeys());
        var duties = new TreeMap<>(before.duties());
        var id = chance.oneOf(services.keySet().stream().sorted().toList());
        if (chance.oneIn(3) && services.size() > 1) {
            services.remove(id);
            journeys.values().removeIf(journey -> journey.service().equals(id));
            duties.values().removeIf(duty -> duty.guard().on().filter(id::equals).isPresent());
        } else if (chance.oneIn(2)) {
            duties.values().removeIf(duty -> duty.guard().on().filter(id::equals).isPresent() && chance.oneIn(2));
        } else if (chance.oneIn(2)) {
            duties.replaceAll((_, duty) -> duty.guard().on().filter(id::equals).isPresent()
                    ? new Duty(duty.guard(), runbook(id, chance.upTo(RUNBOOKS.size() - 1)))
                    : duty);
        } else {
            var role = services.get(id).role();
            services.remove(id);
            journeys.remove("ask-" + id.name());
            duties.values().removeIf(duty -> duty.guard().on().filter(id::equals).isPresent());
            add(id.name(), role, services, journeys, duties);
        }
        return new Plan(services, journeys, duties).withBuiltIn();
    }
}
