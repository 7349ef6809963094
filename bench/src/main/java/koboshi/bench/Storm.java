package koboshi.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.action.Duty;
import koboshi.action.Outcome;
import koboshi.action.Runbook;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.loop.Act;
import koboshi.loop.Event;
import koboshi.loop.Loop;
import koboshi.loop.Plan;
import koboshi.loop.Seen;
import koboshi.loop.State;
import koboshi.series.Labels;
import koboshi.signal.Findings;
import koboshi.signal.Reading;

/** A thousand alerting rules, of which many fire at once: whatever else falls then must still be noticed in time. */
final class Storm {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int RULES = 1_000;

    private final int firing;
    private final Loop loop = new Loop(new State(), new Seen(START));

    /** Adopted, and answered until each rule stands where it will stay. */
    Storm(int firing) {
        this.firing = firing;
        var duties = new TreeMap<String, Duty>();
        for (int rule = 0; rule < RULES; rule++) {
            duties.put(name(rule), new Duty(guard(name(rule)), Runbook.CALL_A_PERSON));
        }
        loop.step(new Event.Planned(new Plan(new TreeMap<>(), new TreeMap<>(), duties)), START);
        for (int rule = 0; rule < RULES; rule++) {
            loop.step(answered(rule), START.plusSeconds(1));
        }
        // Whoever was called has taken the call.
        loop.state().openActs().stream().map(Act::id).toList()
                .forEach(act -> loop.step(new Event.ActEnded(act, Outcome.Done.plain("called")), START.plusSeconds(2)));
    }

    Loop loop() {
        return loop;
    }

    Event answered(int rule) {
        int which = rule % RULES;
        var labels = Labels.of("alertname", name(which), "instance", "web-1");
        var readings = which < firing ? List.of(new Reading(labels, 1, true, name(which) + " is high", Optional.empty())) : List.<Reading>of();
        return new Event.Answered(name(which), new Findings(readings, Optional.empty(), Duration.ZERO, Optional.empty()));
    }

    private static Guard guard(String name) {
        return new Guard(name, new Condition.Raised(name), Optional.empty(), Duration.ZERO, Duration.ZERO, Guard.UNKNOWN_GRACE);
    }

    private static String name(int rule) {
        return "alert:rule-%04d".formatted(rule);
    }
}
