package koboshi.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.act.Probers;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Outcome;
import koboshi.action.Proof;
import koboshi.action.Runbook;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.http.View;
import koboshi.http.ViewedService;
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
import koboshi.signal.Fact;
import koboshi.signal.Run;

/** One service, told to a real loop event by event, and what everybody sees of it. */
final class Tale {
    static final ResourceId LIVE_QA = ResourceId.service("live-qa");

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Loop loop = new Loop(new State(), new Seen(Instant.parse("2026-01-01T00:00:00Z")));
    private final Published published = new Published(loop);
    private final Probers probers = new Probers(1, Clock.systemUTC(), System::nanoTime, new Probers.Ears(_ -> {}, _ -> {}, _ -> {}));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long seq;

    Tale() {
        tell(new Event.Planned(plan(List.of())));
    }

    /** With a guard besides, which fires when its number is bad. */
    Tale(Duty besides) {
        tell(new Event.Planned(plan(List.of(besides))));
    }

    private static Plan plan(List<Duty> besides) {
        var service = new Service(
                LIVE_QA, "local", "web", 0, new Origin.Run(List.of("run"), "", Map.of()), Keep.DEFAULT, Optional.empty(), SECOND, SECOND,
                Optional.empty(), Optional.of("http://127.0.0.1:8080/"), Optional.empty());
        var journey = new Journey("ask", LIVE_QA, SECOND, SECOND, Optional.empty(), List.of());
        var silent = new Duty(
                Guard.of("silent", new Condition.JourneyFails("ask"), LIVE_QA),
                new Runbook(List.of(Verb.RESTART), Optional.of(new Proof("ask", Duration.ofSeconds(30))), Brakes.DEFAULT));
        var duties = Stream.concat(Stream.of(silent), besides.stream()).collect(Collectors.toMap(Duty::name, Function.identity()));
        return new Plan(Map.of(LIVE_QA, service), Map.of("ask", journey), duties).withBuiltIn();
    }

    Tale tell(Event event) {
        now = now.plus(SECOND);
        loop.step(event, now);
        return this;
    }

    Tale linked() {
        return tell(new Event.AgentLinked("local"));
    }

    Tale started(long pid) {
        return fact(new Fact.Started(pid, now, false));
    }

    Tale fact(Fact fact) {
        return tell(new Event.Reported("local", "boot", ++seq, LIVE_QA, fact, now));
    }

    Tale clean(int times) {
        for (int i = 0; i < times; i++) {
            tell(new Event.JourneyRan("ask", List.of(Run.clean(now, Duration.ofMillis(20)))));
        }
        return this;
    }

    Tale failed() {
        return tell(new Event.JourneyRan("ask", List.of(failure())));
    }

    Tale fallen() {
        return failed().tell(new Event.JourneyRan("ask", Collections.nCopies(Journey.BURST, failure())));
    }

    private Run failure() {
        return Run.failed(now, SECOND, "hear", "no answer");
    }

    Tale standing() {
        return linked().started(100).clean(3);
    }

    /** The open act of that kind was done. */
    Tale ends(Verb verb) {
        var act = loop.state().openActs().stream().filter(open -> open.verb() == verb).findFirst().orElseThrow();
        return tell(new Event.ActEnded(act.id(), Outcome.Done.plain("done")));
    }

    View view() {
        return published.view(7, now, Map.of("series", 3L), List.of(), probers);
    }

    ViewedService service() {
        return view().services().getFirst();
    }
}
