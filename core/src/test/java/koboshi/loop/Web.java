package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Outcome;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.incident.Entry;
import koboshi.journey.Journey;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.signal.Flow;
import koboshi.signal.Run;

/** A pool whose servers its balancer names, with the service {@code a} behind the first of them. */
final class Web {
    static final ResourceId A = ResourceId.service("a");
    private static final Brakes BRAKES = new Brakes(60, Duration.ZERO, false, false);

    final House house = new House();
    final Map<ResourceId, Flow> flows = new TreeMap<>();
    private Optional<String> trouble = Optional.empty();

    Web(String... servers) {
        tells(servers);
        house.started("a", 100);
        // It has warmed up.
        pass(Duration.ofSeconds(20));
        for (int i = 0; i < 3; i++) {
            clean(servers);
        }
    }

    static ResourceId backend(String server) {
        return Pool.backend("web", server);
    }

    /** The balancer names these servers, and the plan follows; {@code s1=10.0.0.9:80} stands there. */
    void tells(String... servers) {
        var members = new ArrayList<Pool.Member>();
        var journeys = new TreeMap<String, Journey>();
        var duties = new TreeMap<String, Duty>();
        for (var written : servers) {
            var server = written.replaceFirst("=.*", "");
            var id = backend(server);
            var address = written.contains("=") ? written.replaceFirst(".*=", "") : server + ":80";
            members.add(new Pool.Member(id, Optional.of(A).filter(_ -> server.equals("s1")), Optional.of(address)));
            var journey = House.journey("see", id).against("see@web/" + server, id, address);
            journeys.put(journey.name(), journey);
            duties.put(journey.name(), new Duty(Guard.of(journey.name(), new Condition.JourneyFails(journey.name()), id), new Runbook(List.of(Verb.EJECT), Optional.empty(), BRAKES)));
            flows.putIfAbsent(id, new Flow(true, 4, "UP"));
        }
        flows.keySet().removeIf(id -> members.stream().noneMatch(member -> member.id().equals(id)));
        duties.put("slow", new Duty(Guard.of("slow", new Condition.Gives("slow > 2"), A), new Runbook(List.of(Verb.DRAIN, Verb.RESTART), Optional.empty(), BRAKES)));
        Map<ResourceId, Service> services = Map.of(A, House.service(A, 0));
        var back = new Pool.Back(Duration.ofSeconds(5), Duration.ofMinutes(10), 3, Duration.ofSeconds(10), Duration.ofMinutes(5));
        house.adopt(new Plan(services, journeys, duties, Map.of("web", new Pool("web", members, 1, Optional.empty(), 50, Duration.ofSeconds(30), back, Optional.of("*")))));
        looks();
    }

    void looks() {
        house.tell(new Event.TrafficSeen("web", trouble.isPresent() ? Map.of() : flows, trouble));
    }

    void silent() {
        trouble = Optional.of("no whole answer within 1000 ms");
        looks();
    }

    void answers() {
        trouble = Optional.empty();
        looks();
    }

    void pass(Duration time) {
        house.pass(time);
        looks();
    }

    void passSeconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            pass(Duration.ofSeconds(1));
        }
    }

    void clean(String... servers) {
        pass(Duration.ofSeconds(1));
        for (var server : servers) {
            ran(server, Run.clean(house.now, Duration.ofMillis(20)));
        }
    }

    void ran(String server, Run... runs) {
        house.tell(new Event.JourneyRan("see@web/" + server, List.of(runs)));
    }

    void falls(String server) {
        ran(server, Collections.nCopies(Journey.BURST_OF_A_BACKEND, failed(house.now)).toArray(Run[]::new));
    }

    static Run failed(Instant began) {
        return Run.failed(began, Duration.ofMillis(300), "media", "no answer within 300 ms");
    }

    Seat seat(String server) {
        return house.loop.state().seats().get(backend(server));
    }

    boolean begun(Verb verb, String server) {
        return house.loop.state().openActs().stream().anyMatch(act -> act.verb() == verb && act.on().equals(backend(server)));
    }

    void ends(Verb verb, Outcome outcome) {
        house.ends(verb, outcome);
    }

    void done(Verb verb) {
        ends(verb, Outcome.Done.plain("at unix:/haproxy"));
    }

    void held(String server) {
        flows.put(backend(server), new Flow(false, 0, "MAINT", true, true));
        looks();
    }

    boolean refused(Verb verb) {
        return house.written(Entry.ActRefused.class).stream().anyMatch(refused -> refused.verb() == verb);
    }
}
