package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Motive;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.incident.Incident;
import koboshi.resource.ResourceId;
import koboshi.signal.Reading;

/** What firing guards do next: the runbook's verb, or the reason why not. */
final class Remedies {
    /** Evidence this fresh need not be taken twice. */
    private static final Duration FRESH = Duration.ofSeconds(10);
    /** A quiet that is older is no quiet any more. */
    private static final Duration QUIET_FOR = Duration.ofSeconds(30);
    /** What was last said of the memory of a process this young may have been of the one before it. */
    private static final Duration LINE_SETTLES = Duration.ofSeconds(5);
    /** How long what was done may take to clear the guard. */
    private static final Duration TO_HELP = Duration.ofMinutes(5);

    private final State state;
    private final Seen seen;
    private final Instant at;
    /** One for all: nothing is applied before the next thing to do is found. */
    private final Braking braking;

    Remedies(State state, Seen seen, Instant at) {
        this.state = state;
        this.seen = seen;
        this.at = at;
        this.braking = new Braking(state, seen, at);
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
        if (duty == null) {
            return List.of();
        }
        return switch (remedy.phase()) {
            case READY -> step(key, remedy, duty);
            case SETTLED -> firesStill(key, remedy, duty);
            case ACTING, PROVING -> List.of();
        };
    }

    private List<Entry> step(GuardKey key, Remedy remedy, Duty duty) {
        var then = duty.runbook().then();
        if (remedy.step() < then.size()) {
            return act(key, remedy, duty, then.get(remedy.step()));
        }
        return remedy.acted() != 0 && duty.runbook().prove().isPresent() ? prove(remedy, duty) : firesStill(key, remedy, duty);
    }

    private List<Entry> act(GuardKey key, Remedy remedy, Duty duty, Verb verb) {
        var on = state.target(verb, Standings.subject(state, duty.guard(), key));
        // Evidence is a matter of a second: not worth a line that something waits for it.
        boolean waits = verb != Verb.NOTIFY && state.openAct(on).filter(act -> act.verb() == Verb.CAPTURE).isPresent();
        if (waits || seen.isUnknown(key) || verb != Verb.NOTIFY && verb != Verb.READY && !holds(key, duty)) {
            return List.of();
        }
        var brakes = brakes(verb, on, duty);
        var braked = freshEvidence(verb, remedy).or(() -> braking.check(verb, on, key, brakes));
        var first = new Reliefs(state, seen, at).first(verb, on, braked);
        var held = first.filter(Reliefs.First.Begin.class::isInstance).flatMap(_ -> heldBeforeAStandbyRises(verb, on, key, brakes));
        if (first.isPresent() && held.isEmpty()) {
            return standbyFirst(first.get(), new Reliefs(state, seen, at).heldYet(on, braked), key, remedy, duty, verb);
        }
        var refusal = held.or(() -> braked).or(() -> verb == Verb.RESTART_GENTLY ? notQuiet(on) : Optional.empty());
        if (refusal.isEmpty()) {
            return List.of(Acts.start(state, verb, on, key, remedy.incident(), Motive.RUNBOOK, why(key, duty, remedy), at));
        }
        return refusal.equals(remedy.refused()) || sameBut(refusal.get(), remedy) ? List.of() : refuse(key, remedy, duty, verb, refusal.get());
    }

    /** At the hard line the process is about to be killed anyway: to let it cool down spares nobody anything. */
    private Brakes brakes(Verb verb, ResourceId on, Duty duty) {
        var usual = duty.runbook().brakes();
        boolean settled = state.processes.get(on) instanceof Process.Running running && !running.since().plus(LINE_SETTLES).isAfter(at);
        return verb == Verb.RESTART_GENTLY && settled && anyLabelSetHolds(Plan.hardLine(on))
                ? new Brakes(usual.perHour(), Duration.ZERO, usual.dryRun(), usual.approval())
                : usual;
    }

    /** That too few would be left speaks before these, and is what a standby is for; but a hand that is held moves no standby either. */
    private Optional<Refusal> heldBeforeAStandbyRises(Verb verb, ResourceId on, GuardKey key, Brakes brakes) {
        return braking.tooSoon(on, brakes).or(() -> braking.tooOften(on, key, brakes)).or(() -> braking.heldByChoice(verb, on, key, brakes));
    }

    private List<Entry> standbyFirst(Reliefs.First first, Optional<Refusal> held, GuardKey key, Remedy remedy, Duty duty, Verb verb) {
        var on = state.target(verb, Standings.subject(state, duty.guard(), key));
        return switch (first) {
            case Reliefs.First.Begin(var standby) -> List.of(new Entry.ReliefBegan(
                    state.serviceBehind(on).orElse(on), standby, verb, key, remedy.incident(), Motive.RUNBOOK, why(key, duty, remedy)));
            case Reliefs.First.Wait _ -> held.filter(why -> remedy.refused().filter(why::equals).isEmpty() && !sameBut(why, remedy)).map(why -> refuse(key, remedy, duty, verb, why)).orElse(List.of());
            case Reliefs.First.Vain(var why) -> remedy.refused().filter(why::equals).isPresent() ? List.of() : refuse(key, remedy, duty, verb, why);
        };
    }

    private List<Entry> refuse(GuardKey key, Remedy remedy, Duty duty, Verb verb, Refusal refusal) {
        var on = state.target(verb, Standings.subject(state, duty.guard(), key));
        var entries = new ArrayList<Entry>();
        entries.add(new Entry.ActRefused(verb, on, key, remedy.incident(), refusal));
        if (needsAPerson(refusal)) {
            Acts.call(state, on, caller(key, refusal), remedy.incident(), "a brake holds " + verb + ", " + refusal.getClass().getSimpleName(), at).ifPresent(entries::add);
        }
        return entries;
    }

    /** How many are sick just now changes from moment to moment, and is worth no line each time. */
    private static boolean sameBut(Refusal refusal, Remedy remedy) {
        boolean counts = refusal instanceof Refusal.MostAreSick || refusal instanceof Refusal.TooManyOut || refusal instanceof Refusal.TooLittleLeft
                || refusal instanceof Refusal.BalancerIsAway || refusal instanceof Refusal.NeedsApproval
                || refusal instanceof Refusal.CoolingDown && remedy.refused().isPresent();
        return counts && remedy.refused().filter(before -> before.getClass() == refusal.getClass()).isPresent();
    }

    /** What holds for a whole pool is told once, not for each of its servers. */
    private static GuardKey caller(GuardKey key, Refusal refusal) {
        return switch (refusal) {
            case Refusal.MostAreSick(var pool, _, _) -> GuardKey.of("pool:" + pool);
            case Refusal.BalancerIsAway(var pool, _) -> GuardKey.of("pool:" + pool);
            default -> key;
        };
    }

    /** Brakes that time alone will not loosen soon. */
    private static boolean needsAPerson(Refusal refusal) {
        return switch (refusal) {
            case Refusal.TooOften _, Refusal.BelowFloor _, Refusal.NeedsApproval _, Refusal.NoSuchService _, Refusal.NothingToActOn _,
                    Refusal.NoSuchBackend _, Refusal.BalancerIsAway _, Refusal.TooManyOut _, Refusal.TooLittleLeft _, Refusal.MostAreSick _ -> true;
            case Refusal.Frozen _, Refusal.AgentIsAway _, Refusal.ClockJumped _, Refusal.ActInProgress _, Refusal.RoleIsBusy _,
                    Refusal.StillRising _, Refusal.CoolingDown _, Refusal.OnProbation _, Refusal.NotQuiet _, Refusal.AlreadyCaptured _, Refusal.DryRun _,
                    Refusal.AlreadyOut _, Refusal.StillServing _, Refusal.NotCleanYet _, Refusal.HeldElsewhere _,
                    Refusal.StandbyRises _, Refusal.StandbyDidNotRise _, Refusal.NoSuchGroup _, Refusal.SwitchInProgress _, Refusal.AlreadySwitched _ -> false;
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

    /** Not knowing whether it is quiet is no quiet; at the hard line there is nothing left to wait for. */
    private Optional<Refusal> notQuiet(ResourceId on) {
        var quiet = state.services.get(on).gentle().quiet();
        boolean outOfTraffic = state.backendOf(on).filter(backend -> state.seats.get(backend) instanceof Seat.Out).isPresent();
        return quiet.isEmpty() || outOfTraffic || everyLabelSetHoldsNow(Plan.quiet(on)) || anyLabelSetHolds(Plan.hardLine(on))
                ? Optional.empty()
                : Optional.of(new Refusal.NotQuiet(quiet.get()));
    }

    private boolean everyLabelSetHoldsNow(String question) {
        var readings = seen.fresh(question, at);
        return !readings.isEmpty() && readings.stream().allMatch(one -> one.bad() && one.age().filter(age -> age.compareTo(QUIET_FOR) > 0).isEmpty());
    }

    private boolean anyLabelSetHolds(String question) {
        return seen.fresh(question, at).stream().anyMatch(Reading::bad);
    }

    /** What is seen now, or was when it acted last: the incident says what was when it began, which may have been of a process that is gone. */
    private String why(GuardKey key, Duty duty, Remedy remedy) {
        return new Judge(state, seen, at).detail(duty.guard(), key)
                .or(() -> state.recent.stream().filter(act -> act.id() == remedy.acted()).map(Act::why).findFirst())
                .or(() -> state.incident(remedy.incident()).map(Incident::why))
                .orElse("its guard fires");
    }

    /** A guard that fires still, though what it fires for is over or nobody can say, has nothing done on its behalf. */
    boolean holds(GuardKey key, Duty duty) {
        return state.standing(key) instanceof Standing.Firing firing
                && firing.clearSince().isEmpty()
                && new Judge(state, seen, at).holds(duty.guard(), key);
    }

    private List<Entry> prove(Remedy remedy, Duty duty) {
        var proof = duty.runbook().prove().orElseThrow();
        return state.probations.containsKey(remedy.acted())
                ? List.of()
                : List.of(new Entry.ProbationBegan(remedy.acted(), remedy.incident(), proof, at.plus(proof.within())));
    }

    /** The runbook is through and its guard fires on: what remains is a person. */
    private List<Entry> firesStill(GuardKey key, Remedy remedy, Duty duty) {
        if (remedy.acted() == 0) {
            return List.of();
        }
        var on = Standings.subject(state, duty.guard(), key);
        var acted = Stream.of(on, state.target(Verb.EJECT, on)).map(state.disruptedAt::get).filter(Objects::nonNull).max(Comparator.naturalOrder());
        boolean hadTime = acted.filter(moment -> !moment.plus(TO_HELP).isAfter(at)).isPresent();
        return hadTime && !seen.isUnknown(key) && holds(key, duty)
                ? Acts.call(state, on, key, remedy.incident(), "all its runbook says was done, and it fires still", at).map(List::<Entry>of).orElse(List.of())
                : List.of();
    }
}
