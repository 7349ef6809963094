package koboshi.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Proof;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.guard.Guard;
import koboshi.guard.Condition;
import koboshi.journey.Journey;
import koboshi.loop.Event;
import koboshi.loop.Loop;
import koboshi.loop.Plan;
import koboshi.loop.Seen;
import koboshi.loop.State;
import koboshi.resource.Keep;
import koboshi.resource.Origin;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.series.Labels;
import koboshi.signal.Fact;
import koboshi.signal.Findings;
import koboshi.signal.Reading;
import koboshi.signal.Run;

/**
 * A team's services in good health: each with a journey, a guard on it, a guard on a series of its own, and the guards nobody has to write.
 *
 * <p>Everything that comes in says that all is well, so what is measured is the cost of looking, which is what a watcher does all day.
 */
final class Town {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration TOOK = Duration.ofMillis(20);

    private final int services;
    private final List<String> journeys;
    private final List<String> waiting;
    private final List<Labels> series;
    private final Loop loop = new Loop(new State(), new Seen(START));

    /** Adopted, linked to its agent, every process running, every journey clean and every series answered. */
    Town(int services) {
        this.services = services;
        this.journeys = IntStream.range(0, services).mapToObj(i -> "ask-" + name(i)).toList();
        this.waiting = IntStream.range(0, services).mapToObj(i -> "waiting-" + name(i)).toList();
        this.series = IntStream.range(0, services).mapToObj(i -> Labels.of(Labels.NAME, "questions_waiting", "service", name(i))).toList();
        loop.step(new Event.Planned(plan().withBuiltIn()), START);
        loop.step(new Event.AgentLinked("local"), START);
        for (int i = 0; i < services; i++) {
            var started = new Fact.Started(100 + i, START, false);
            loop.step(new Event.Reported("local", "boot", i + 1, ResourceId.service(name(i)), started, START), START);
        }
        for (int look = 0; look < 3; look++) {
            for (int i = 0; i < services; i++) {
                var at = START.plusMillis(1 + look);
                loop.step(ran(i, at), at);
                loop.step(answered(i, 3), at);
            }
        }
    }

    Loop loop() {
        return loop;
    }

    int guards() {
        return loop.state().duties().size();
    }

    Event ran(int service, Instant began) {
        return new Event.JourneyRan(journeys.get(service % services), List.of(Run.clean(began, TOOK)));
    }

    Event answered(int service, double value) {
        int which = service % services;
        return new Event.Answered(waiting.get(which), Findings.of(List.of(Reading.of(series.get(which), value, value > 50))));
    }

    private static String name(int service) {
        return "service-%03d".formatted(service);
    }

    private Plan plan() {
        var guarded = new TreeMap<ResourceId, Service>();
        var rehearsed = new TreeMap<String, Journey>();
        var duties = new TreeMap<String, Duty>();
        for (int i = 0; i < services; i++) {
            var id = ResourceId.service(name(i));
            guarded.put(id, service(id));
            rehearsed.put(journeys.get(i), new Journey(journeys.get(i), id, EVERY, Duration.ofMillis(600), Optional.empty(), List.of()));
            put(duties, silent(i, id));
            put(duties, tooManyWaiting(i, id));
        }
        return new Plan(guarded, rehearsed, duties);
    }

    private static Service service(ResourceId id) {
        return new Service(
                id, "local", "web", 0, new Origin.Run(List.of("run"), "", Map.of()), Keep.DEFAULT, Optional.empty(),
                Duration.ofSeconds(10), Duration.ofSeconds(1), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static void put(Map<String, Duty> duties, Duty duty) {
        duties.put(duty.name(), duty);
    }

    private Duty silent(int service, ResourceId id) {
        var guard = Guard.of("silent-" + name(service), new Condition.JourneyFails(journeys.get(service)), id);
        var proof = Optional.of(new Proof(journeys.get(service), Duration.ofSeconds(30)));
        return new Duty(guard, new Runbook(List.of(Verb.CAPTURE, Verb.RESTART), proof, Brakes.DEFAULT));
    }

    private Duty tooManyWaiting(int service, ResourceId id) {
        var condition = new Condition.Gives("questions_waiting{service=\"" + name(service) + "\"} > 50");
        return new Duty(Guard.of(waiting.get(service), condition, id), Runbook.CALL_A_PERSON);
    }
}
