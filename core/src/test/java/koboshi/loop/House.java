package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Outcome;
import koboshi.action.Proof;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.incident.Incident;
import koboshi.journey.Journey;
import koboshi.resource.Keep;
import koboshi.resource.Origin;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.series.Labels;
import koboshi.signal.Fact;
import koboshi.signal.Findings;
import koboshi.signal.Reading;
import koboshi.signal.Run;

/** A small house to try the loop in: services of one role, each with a journey and a guard that revives it. */
final class House {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Duration PROOF = Duration.ofSeconds(30);

    final List<Entry> journal = new ArrayList<>();
    /** When each was written. */
    private final List<Instant> moments = new ArrayList<>();
    Loop loop = new Loop(new State(), new Seen(START));
    Instant now = START;
    private long seq;

    static House with(String... names) {
        return new House().adopt(plan(0, Brakes.DEFAULT, names));
    }

    House adopt(Plan plan) {
        tell(new Event.Planned(plan));
        tell(new Event.AgentLinked("local"));
        return this;
    }

    /** Everything is up and was seen to be. */
    House standing() {
        for (var service : List.copyOf(loop.state().services())) {
            started(service.id().name(), 100);
        }
        return runsClean(3);
    }

    House runsClean(int times) {
        for (int i = 0; i < times; i++) {
            pass(Duration.ofSeconds(1));
            loop.state().journeys().forEach(journey -> clean(journey.service().name()));
        }
        return this;
    }

    static Plan plan(int floor, Brakes brakes, String... names) {
        var services = new TreeMap<ResourceId, Service>();
        var journeys = new TreeMap<String, Journey>();
        var duties = new TreeMap<String, Duty>();
        for (var name : names) {
            var id = ResourceId.service(name);
            services.put(id, service(id, floor));
            journeys.put("ask-" + name, journey("ask-" + name, id));
            duties.put("silent-" + name, silent(name, id, brakes));
        }
        return new Plan(services, journeys, duties).withBuiltIn();
    }

    static Service service(ResourceId id, int floor) {
        return new Service(
                id, "local", "web", floor, new Origin.Run(List.of("run"), "", Map.of()), Keep.DEFAULT, Optional.empty(),
                Duration.ofSeconds(10), Duration.ofSeconds(1), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Journey journey(String name, ResourceId on) {
        return new Journey(name, on, Duration.ofSeconds(1), Duration.ofMillis(600), Optional.empty(), List.of());
    }

    static Duty silent(String name, ResourceId id, Brakes brakes) {
        var guard = Guard.of("silent-" + name, new Condition.JourneyFails("ask-" + name), id);
        return new Duty(guard, new Runbook(List.of(Verb.CAPTURE, Verb.RESTART), Optional.of(new Proof("ask-" + name, PROOF)), brakes));
    }

    List<Entry> tell(Event event) {
        var entries = loop.step(event, now);
        journal.addAll(entries);
        entries.forEach(_ -> moments.add(now));
        return entries;
    }

    House pass(Duration time) {
        now = now.plus(time);
        tell(new Event.Tick());
        return this;
    }

    House clean(String name) {
        tell(new Event.JourneyRan("ask-" + name, List.of(Run.clean(now, Duration.ofMillis(20)))));
        return this;
    }

    House fails(String name) {
        tell(new Event.JourneyRan("ask-" + name, List.of(failure())));
        return this;
    }

    House burstFails(String name) {
        tell(new Event.JourneyRan("ask-" + name, Collections.nCopies(Journey.BURST, failure())));
        return this;
    }

    House falls(String name) {
        return fails(name).burstFails(name);
    }

    private Run failure() {
        return Run.failed(now, Duration.ofMillis(600), "hear", "no answer within 600ms");
    }

    House started(String name, long pid) {
        return fact(name, new Fact.Started(pid, now, false));
    }

    House fact(String name, Fact fact) {
        tell(new Event.Reported("local", "boot-1", ++seq, ResourceId.service(name), fact, now));
        return this;
    }

    /** What the agent does when it is told to restart. */
    House restarted(String name, long pid) {
        fact(name, new Fact.Exited(99, Fact.Cause.ORDERED, "signal 9", List.of(), Duration.ZERO));
        started(name, pid);
        return ends(Verb.RESTART, Outcome.Done.plain("pid " + pid));
    }

    House ends(Verb verb, Outcome outcome) {
        tell(new Event.ActEnded(open(verb).orElseThrow(() -> new AssertionError("no open " + verb + " in " + loop.state().openActs())).id(), outcome));
        return this;
    }

    House captured() {
        return ends(Verb.CAPTURE, Outcome.Done.plain("silent: workers idle"));
    }

    Optional<Act> open(Verb verb) {
        return loop.state().openActs().stream().filter(act -> act.verb() == verb).findFirst();
    }

    Standing standing(String guard) {
        return loop.state().standing(GuardKey.of(guard));
    }

    Incident incident() {
        return loop.state().incidents().getFirst();
    }

    <T extends Entry> List<T> written(Class<T> type) {
        return journal.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The state as a new process finds it. */
    House restartKoboshi() {
        var replayed = new State();
        IntStream.range(0, journal.size()).forEach(i -> replayed.apply(journal.get(i), moments.get(i)));
        loop = new Loop(replayed, new Seen(now));
        tell(new Event.Resumed());
        return this;
    }

    /** The usual house with these guards besides, or instead of those of their names. */
    static Plan adding(Plan plan, Duty... more) {
        var duties = new TreeMap<>(plan.duties());
        List.of(more).forEach(duty -> duties.put(duty.name(), duty));
        return new Plan(plan.services(), plan.journeys(), duties);
    }

    static Duty duty(String name, Condition condition, String on, Verb... then) {
        return new Duty(Guard.of(name, condition, ResourceId.service(on)), new Runbook(List.of(then), Optional.empty(), Brakes.DEFAULT));
    }

    static Duty alarm(String name, Condition condition) {
        return new Duty(
                new Guard(name, condition, Optional.empty(), Duration.ZERO, Duration.ZERO, Guard.UNKNOWN_GRACE), Runbook.CALL_A_PERSON);
    }

    static Condition crowded() {
        return new Condition.Gives("waiting > 50");
    }

    House waiting(String guard, double... values) {
        var readings = IntStream.range(0, values.length).mapToObj(i -> Reading.of(Labels.of("channel", "c" + i), values[i], values[i] > 50)).toList();
        tell(new Event.Answered(guard, Findings.of(readings)));
        return this;
    }

    static Plan changed(Plan plan, UnaryOperator<Duty> change) {
        var duties = new TreeMap<String, Duty>();
        plan.duties().forEach((name, duty) -> duties.put(name, change.apply(duty)));
        return new Plan(plan.services(), plan.journeys(), duties);
    }
}
