package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import koboshi.action.Duty;
import koboshi.action.Motive;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.incident.Entry;

/** What firing guards do next: the runbook's verb, or the reason why not. */
final class Remedies {
    /** Evidence this fresh need not be taken twice. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final State state;
    private final Seen seen;
    private final Instant at;

    Remedies(State state, Seen seen, Instant at) {
        this.state = state;
        this.seen = seen;
        this.at = at;
    }

    List<Entry> next() {
        for (var each : state.remedies.entrySet()) {
            var entries = next(each.getKey(), each.getValue());
            if (!entries.isEmpty()) {
                return entries;
            }
        }
        return List.of();
    }

    private List<Entry> next(GuardKey key, Remedy remedy) {
        var duty = state.duties.get(key.guard());
        if (duty == null || remedy.phase() != Remedy.Phase.READY || seen.isUnknown(key)) {
            return List.of();
        }
        var then = duty.runbook().then();
        return remedy.step() < then.size() ? act(key, remedy, duty, then.get(remedy.step())) : prove(remedy, duty);
    }

    private List<Entry> act(GuardKey key, Remedy remedy, Duty duty, Verb verb) {
        var on = Standings.subject(duty.guard());
        if (verb == Verb.CAPTURE && state.isOpen(Verb.CAPTURE, remedy.incident())) {
            return List.of();
        }
        var refusal = freshEvidence(verb, remedy).or(() -> new Braking(state, seen, at).check(verb, on, key, duty.runbook().brakes()));
        if (refusal.isEmpty()) {
            return List.of(Acts.start(state, verb, on, key, remedy.incident(), Motive.RUNBOOK, why(remedy), at));
        }
        return refusal.equals(remedy.refused()) ? List.of() : refuse(key, remedy, duty, verb, refusal.get());
    }

    private List<Entry> refuse(GuardKey key, Remedy remedy, Duty duty, Verb verb, Refusal refusal) {
        var on = Standings.subject(duty.guard());
        var entries = new ArrayList<Entry>();
        entries.add(new Entry.ActRefused(verb, on, key, remedy.incident(), refusal));
        if (needsAPerson(refusal)) {
            Acts.call(state, on, key, remedy.incident(), "a brake holds " + verb + ": " + refusal.getClass().getSimpleName(), at).ifPresent(entries::add);
        }
        return entries;
    }

    /** Brakes that time alone will not loosen soon. */
    private static boolean needsAPerson(Refusal refusal) {
        return switch (refusal) {
            case Refusal.TooOften _, Refusal.BelowFloor _, Refusal.NeedsApproval _, Refusal.NoSuchService _, Refusal.NothingToActOn _ -> true;
            case Refusal.Frozen _, Refusal.AgentIsAway _, Refusal.ClockJumped _, Refusal.ActInProgress _, Refusal.RoleIsBusy _,
                    Refusal.StillRising _, Refusal.CoolingDown _, Refusal.OnProbation _, Refusal.AlreadyCaptured _, Refusal.DryRun _ -> false;
        };
    }

    private Optional<Refusal> freshEvidence(Verb verb, Remedy remedy) {
        if (verb != Verb.CAPTURE) {
            return Optional.empty();
        }
        return state.incident(remedy.incident())
                .flatMap(incident -> incident.captured())
                .filter(captured -> captured.plus(FRESH).isAfter(at))
                .map(Refusal.AlreadyCaptured::new);
    }

    private String why(Remedy remedy) {
        return state.incident(remedy.incident()).map(incident -> incident.why()).orElse("its guard fires");
    }

    private List<Entry> prove(Remedy remedy, Duty duty) {
        var proof = duty.runbook().prove();
        boolean wanted = remedy.acted() != 0 && proof.isPresent() && !state.probations.containsKey(remedy.acted());
        return wanted
                ? List.of(new Entry.ProbationBegan(remedy.acted(), remedy.incident(), proof.get(), at.plus(proof.get().within())))
                : List.of();
    }
}
