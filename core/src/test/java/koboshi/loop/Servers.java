package koboshi.loop;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Outcome;
import koboshi.action.Refusal;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.incident.Entry;
import koboshi.journey.Journey;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.signal.Flow;
import koboshi.signal.Run;

/** The pool {@code web}, of which a test tells itself what each journey and each look at the balancer shows. */
final class Servers {
    private static final Pool.Back BACK = new Pool.Back(Duration.ofSeconds(5), Duration.ofMinutes(10), 3, Duration.ofSeconds(10), Duration.ofMinutes(5));
    private static final Brakes BRAKES = new Brakes(60, Duration.ZERO, false, false);

    final House house = new House();
    private final Map<ResourceId, Flow> flows = new TreeMap<>();
    private Optional<String> trouble = Optional.empty();
    Optional<Integer> floorWeight = Optional.empty();

    static ResourceId backend(String server) {
        return Pool.backend("web", server);
    }

    static Journey journey(String server) {
        return new Journey("see@web/" + server, backend(server), Duration.ofSeconds(1), Duration.ofMillis(600), Optional.empty(), List.of());
    }

    void pool(int floor, int mostOut, String... servers) {
        pool(floor, mostOut, BRAKES, servers);
    }

    void pool(int floor, int mostOut, Brakes brakes, String... servers) {
        var journeys = new TreeMap<String, Journey>();
        var duties = new TreeMap<String, Duty>();
        for (var server : servers) {
            var journey = journey(server);
            journeys.put(journey.name(), journey);
            duties.put(journey.name(), new Duty(Guard.of(journey.name(), new Condition.JourneyFails(journey.name()), backend(server)), new Runbook(List.of(Verb.EJECT), Optional.empty(), brakes)));
            flows.put(backend(server), new Flow(true, 4, "UP"));
        }
        var members = Arrays.stream(servers).map(server -> new Pool.Member(backend(server), Optional.empty())).toList();
        house.adopt(new Plan(Map.of(), journeys, duties, Map.of("web", new Pool("web", members, floor, floorWeight, mostOut, Duration.ofSeconds(30), BACK))));
        looks();
        clean(3, servers);
    }

    void looks() {
        house.tell(new Event.TrafficSeen("web", trouble.isPresent() ? Map.of() : flows, trouble));
    }

    void shows(String server, Flow flow) {
        flows.put(backend(server), flow);
        looks();
    }

    void weighs(String server, int now, int full) {
        shows(server, new Flow(true, 4, "UP", false, true, new Flow.Weight(now, full)));
    }

    /** No balancer answers, or one does again. */
    void trouble(Optional<String> why) {
        trouble = why;
        looks();
    }

    void clean(String... servers) {
        house.pass(Duration.ofSeconds(1));
        looks();
        for (var server : servers) {
            ranClean(server);
        }
    }

    void ranClean(String server) {
        house.tell(new Event.JourneyRan("see@web/" + server, List.of(Run.clean(house.now, Duration.ofMillis(20)))));
    }

    void clean(int seconds, String... servers) {
        for (int i = 0; i < seconds; i++) {
            clean(servers);
        }
    }

    void fails(String server) {
        fails(server, 1);
    }

    void falls(String server) {
        fails(server, Journey.BURST_OF_A_BACKEND);
    }

    private void fails(String server, int times) {
        var failed = Run.failed(house.now, Duration.ofMillis(300), "media", "no answer within 300 ms");
        house.tell(new Event.JourneyRan("see@web/" + server, Collections.nCopies(times, failed)));
    }

    /** Second by second one fails and the others do not. */
    void failing(int seconds, String sick, String... well) {
        for (int i = 0; i < seconds; i++) {
            clean(well);
            fails(sick);
        }
    }

    Optional<Entry.ActStarted> begun(Verb verb, String server) {
        return house.written(Entry.ActStarted.class).stream().filter(act -> act.verb() == verb && act.on().equals(backend(server))).reduce((_, later) -> later);
    }

    List<Refusal> refused(String server) {
        return house.written(Entry.ActRefused.class).stream().filter(refused -> refused.on().equals(backend(server))).map(Entry.ActRefused::refusal).toList();
    }

    void ends(Verb verb, String server, Outcome outcome) {
        house.tell(new Event.ActEnded(begun(verb, server).orElseThrow().act(), outcome));
    }

    void done(Verb verb, String server) {
        ends(verb, server, Outcome.Done.plain("at unix:/haproxy"));
    }

    void ejected(String server) {
        falls(server);
        done(Verb.EJECT, server);
        shows(server, new Flow(false, 2, "MAINT"));
    }

    void order(Verb verb, String server) {
        house.tell(new Event.Ordered("mai", verb, backend(server), "new disk"));
    }

    /** A person's order, and the balancer did it. */
    void ordered(Verb verb, String server) {
        order(verb, server);
        done(verb, server);
    }

    Seat seat(String server) {
        return house.loop.state().seats().get(backend(server));
    }

    /** @param why what a person was called for, or a part of it */
    boolean called(String why) {
        return house.written(Entry.ActStarted.class).stream().anyMatch(act -> act.verb() == Verb.NOTIFY && act.why().contains(why));
    }
}
