package koboshi.agent.journey;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.journey.Journey;
import koboshi.journey.Step;
import koboshi.resource.ResourceId;
import koboshi.signal.Run;

/** Journeys of the tests, and what comes of them. */
final class Steps {
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private Steps() {}

    static Journey journey(Duration timeout, Step... steps) {
        return new Journey("ask", ResourceId.service("qa"), timeout, timeout, Optional.empty(), List.of(steps));
    }

    static Journey cleaning(Journey journey, Step... cleanUp) {
        return new Journey(journey.name(), journey.service(), journey.every(), journey.timeout(), journey.identity(), journey.steps(), journey.server(), journey.within(), List.of(cleanUp), journey.quorum(), journey.confirm());
    }

    static Run run(Step... steps) {
        return Rehearsal.run(journey(TIMEOUT, steps));
    }

    static String why(Run run) {
        return run.stumble().orElseThrow(() -> new AssertionError("it ran clean")).toString();
    }

    static Step.Http get(String url, Step.Expectation expect) {
        return new Step.Http("get", "GET", url, Map.of(), Optional.empty(), expect, Map.of());
    }

    static Step.Http request(String name, String method, String url) {
        return new Step.Http(name, method, url, Map.of(), Optional.empty(), Step.Expectation.SUCCESS, Map.of());
    }

    static Step.Expectation within(Duration time) {
        return new Step.Expectation(List.of(), Map.of(), List.of(), Map.of(), List.of(), Optional.of(time), Optional.empty());
    }

    static Step.Expectation matching(String pattern) {
        return new Step.Expectation(List.of(), Map.of(), List.of(), Map.of(), List.of(pattern), Optional.empty(), Optional.empty());
    }

    static Step.Talk talk(String address, Step.Turn... turns) {
        return new Step.Talk("talk", address, false, List.of(turns), Optional.empty(), Optional.empty());
    }

    static Step.Turn say(String text) {
        return new Step.Turn.Say(text);
    }

    static Step.Turn hear(String text) {
        return new Step.Turn.Hear(Step.Wording.containing(text), Map.of(), Optional.empty());
    }

    static Step.Turn capture(String text, String name, String pattern) {
        return new Step.Turn.Hear(Step.Wording.containing(text), Map.of(name, new Step.Capture.Regex(pattern)), Optional.empty());
    }
}
