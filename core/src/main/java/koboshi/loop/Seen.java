package koboshi.loop;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import koboshi.guard.GuardKey;
import koboshi.journey.Journey;
import koboshi.journey.Pulse;
import koboshi.resource.ResourceId;
import koboshi.signal.Reading;
import koboshi.signal.Run;

/**
 * Soft state: what was seen last. Never journaled; after a start it is learnt again, and until then guards are unknown.
 *
 * <p>Owned by the loop's one thread.
 */
public final class Seen {
    final Instant since;
    private final Map<String, Pulse> pulses = new HashMap<>();
    private final Map<String, Instant> ranAt = new HashMap<>();
    private final Map<String, String> doubts = new HashMap<>();
    private final Map<String, Instant> beats = new HashMap<>();
    private final Map<String, Event.Answered> answers = new HashMap<>();
    private final Map<ResourceId, Instant> lastClean = new HashMap<>();
    private final Map<GuardKey, Ignorance> unknown = new HashMap<>();
    private final Set<String> agents = new HashSet<>();
    boolean clockJumped;

    public Seen(Instant since) {
        this.since = since;
    }

    void see(Event event, State state, Instant at) {
        switch (event) {
            case Event.JourneyRan(var journey, var runs) -> ran(journey, runs, state.journeys.get(journey), at);
            case Event.JourneyDoubted(var journey, var why) -> doubts.put(journey, why);
            case Event.Beat(var heartbeat) -> beats.put(heartbeat, at);
            case Event.Answered answered -> answers.put(answered.guard(), answered);
            case Event.AgentLinked(var agent) -> agents.add(agent);
            case Event.AgentLost(var agent) -> agents.remove(agent);
            case Event.ClockJumped _ -> clockJumped = true;
            case Event.Planned(var next) -> forgetWhatChanged(state, next);
            case Event.Tick _, Event.Reported _, Event.ActEnded _, Event.Ordered _, Event.FreezeOrdered _, Event.ThawOrdered _, Event.Noted _,
                    Event.SelfChecked _, Event.Resumed _ -> {}
        }
    }

    private void ran(String journey, List<Run> runs, Journey definition, Instant at) {
        doubts.remove(journey);
        ranAt.put(journey, at);
        pulses.merge(journey, Pulse.UNKNOWN.after(runs), (before, _) -> before.after(runs));
        if (definition != null) {
            runs.stream().filter(Run::clean).map(Run::began).max(Instant::compareTo)
                    .ifPresent(began -> lastClean.merge(definition.service(), began, (a, b) -> a.isAfter(b) ? a : b));
        }
    }

    /** A changed journey says nothing about what it said before. */
    private void forgetWhatChanged(State before, Plan next) {
        before.journeys.forEach((name, journey) -> {
            if (!journey.equals(next.journeys().get(name))) {
                pulses.remove(name);
                ranAt.remove(name);
                doubts.remove(name);
            }
        });
        before.duties.forEach((name, duty) -> {
            if (!duty.equals(next.duties().get(name))) {
                answers.remove(name);
            }
        });
    }

    /** Since when, and why, a key is unknown. */
    private record Ignorance(Instant since, String why) {}

    /** Since when the key has been unknown without a break. */
    Instant unknownSince(GuardKey key, String why, Instant at) {
        return unknown.compute(key, (_, before) -> new Ignorance(before == null ? at : before.since(), why)).since();
    }

    void known(GuardKey key) {
        unknown.remove(key);
    }

    boolean isUnknown(GuardKey key) {
        return unknown.containsKey(key);
    }

    /** Why the key cannot be judged, if it cannot. */
    public Optional<String> unknownWhy(GuardKey key) {
        return Optional.ofNullable(unknown.get(key)).map(Ignorance::why);
    }

    public Pulse pulse(String journey) {
        return pulses.getOrDefault(journey, Pulse.UNKNOWN);
    }

    Optional<Instant> ranAt(String journey) {
        return Optional.ofNullable(ranAt.get(journey));
    }

    Optional<String> doubt(String journey) {
        return Optional.ofNullable(doubts.get(journey));
    }

    Optional<Instant> beat(String heartbeat) {
        return Optional.ofNullable(beats.get(heartbeat));
    }

    Optional<Event.Answered> answer(String guard) {
        return Optional.ofNullable(answers.get(guard));
    }

    List<Reading> readings(String guard) {
        return answer(guard).map(Event.Answered::readings).orElse(List.of());
    }

    public boolean linked(String agent) {
        return agents.contains(agent);
    }

    /** Whether any journey of the service ran clean since the moment. */
    boolean answeredSince(ResourceId service, Instant moment) {
        var clean = lastClean.get(service);
        return clean != null && clean.isAfter(moment);
    }
}
