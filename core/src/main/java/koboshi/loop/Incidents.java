package koboshi.loop;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import koboshi.action.Motive;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.incident.Ending;
import koboshi.incident.Entry;
import koboshi.incident.Incident;
import koboshi.resource.ResourceId;

/** What an open incident still wants: evidence at onset, the moment it answers again, its end. */
final class Incidents {
    private final State state;
    private final Seen seen;
    private final Instant at;

    Incidents(State state, Seen seen, Instant at) {
        this.state = state;
        this.seen = seen;
        this.at = at;
    }

    List<Entry> next() {
        for (var open : state.openIncidents.entrySet()) {
            // A thousand rules may fire at once: of a guard's own matter there is nothing to ask but whether it stands.
            if (!Standings.isGuardsOwn(open.getKey()) || !state.isSpokenAgainst(open.getKey())) {
                var entry = next(state.incidents.get(open.getValue()));
                if (entry.isPresent()) {
                    return List.of(entry.get());
                }
            }
        }
        return List.of();
    }

    private Optional<Entry> next(Incident incident) {
        return onset(incident).or(() -> answering(incident)).or(() -> end(incident));
    }

    private Optional<Entry> onset(Incident incident) {
        var on = incident.on();
        boolean canBeSeen = state.processes.get(on) instanceof Process.Running running
                && !running.since().isAfter(incident.opened())
                && state.openAct(on).isEmpty();
        if (incident.captured().isPresent() || isOnlyAwaited(incident) || !canBeSeen || !state.services.containsKey(on) || !seen.linked(state.services.get(on).host())) {
            return Optional.empty();
        }
        return Optional.of(Acts.start(state, Verb.CAPTURE, on, incident.by(), incident.id(), Motive.ONSET, "evidence at the first sign", at));
    }

    /** A rule's alert that waits for its time is seldom what keeps a service from answering: the one look at it is kept for when something is. */
    private boolean isOnlyAwaited(Incident incident) {
        return !incident.fired()
                && state.duty(incident.by().guard()).filter(duty -> duty.guard().condition() instanceof Condition.Raised).isPresent()
                && state.journeysGuardedOn(incident.on()).stream().noneMatch(journey -> seen.pulse(journey).suspected());
    }

    private Optional<Entry> answering(Incident incident) {
        if (incident.answeringSince().isPresent() || !incident.fired() || state.beingTakenDown(incident.on())) {
            return Optional.empty();
        }
        return state.journeysGuardedOn(incident.on()).stream()
                .filter(journey -> !seen.pulse(journey).suspected() && seen.pulse(journey).cleanSince(lastFall(incident)))
                .findFirst()
                .map(journey -> new Entry.Answering(incident.id(), journey, seen.pulse(journey).last().orElseThrow().ended()));
    }

    /** A clean run of the process before it was restarted is no answer of the one after. */
    private Instant lastFall(Incident incident) {
        return state.processes.get(incident.on()) instanceof Process.Running running && running.since().isAfter(incident.opened())
                ? running.since()
                : incident.opened();
    }

    private Optional<Entry> end(Incident incident) {
        if (stillStands(incident) || stillInWork(incident) || stillLies(incident.on()) || stillOut(incident)) {
            return Optional.empty();
        }
        return Optional.of(new Entry.IncidentEnded(incident.id(), how(incident)));
    }

    private Ending how(Incident incident) {
        if (!state.duties.containsKey(incident.by().guard())) {
            return Ending.REMOVED;
        }
        if (incident.handled()) {
            return Ending.REVIVED;
        }
        return incident.fired() ? Ending.HEALED_BY_ITSELF : Ending.NEAR_MISS;
    }

    /** What nobody speaks of any more is neither brought back nor healed, as far as anybody can say. */
    List<Entry> removed(ResourceId on) {
        var open = state.openIncident(on);
        if (open.isEmpty()) {
            return List.of();
        }
        var incident = state.incidents.get(open.getAsLong());
        boolean over = !incident.handled() && !stillStands(incident) && !stillInWork(incident) && !stillLies(on);
        return over ? List.of(new Entry.IncidentEnded(incident.id(), Ending.REMOVED)) : List.of();
    }

    private boolean stillStands(Incident incident) {
        return state.isSpokenAgainst(incident.on());
    }

    private boolean stillInWork(Incident incident) {
        return state.acts.values().stream().anyMatch(act -> act.incident() == incident.id() && act.verb() != Verb.NOTIFY)
                || state.probations.values().stream().anyMatch(probation -> probation.incident() == incident.id());
    }

    /** Well again is not enough: it must have come back into traffic, save where a person keeps it out. */
    private boolean stillOut(Incident incident) {
        var backend = state.backendOf(incident.on()).orElse(incident.on());
        boolean out = state.seats.get(backend) instanceof Seat seat && seat.out() && !seat.byOrder();
        return out && (backend.equals(incident.on()) || state.seats.get(backend).by().equals(incident.by()));
    }

    /** Up again is not enough: its journeys must have run clean since. */
    private boolean stillLies(ResourceId on) {
        if (!state.services.containsKey(on)) {
            return false;
        }
        var journeys = state.journeysGuardedOn(on);
        return switch (state.processes.get(on)) {
            case Process.Down down -> !down.ordered();
            case Process.Exhausted _ -> true;
            case Process.Running running -> journeys.stream().anyMatch(journey -> !wellSince(journey, running.since()));
            case null -> journeys.stream().anyMatch(journey -> seen.pulse(journey).suspected());
        };
    }

    private boolean wellSince(String journey, Instant began) {
        var pulse = seen.pulse(journey);
        return pulse.cleanInARow() >= 2 && pulse.cleanSince(began);
    }
}
