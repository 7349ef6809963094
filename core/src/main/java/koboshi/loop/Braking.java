package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import koboshi.action.Brakes;
import koboshi.action.Duty;
import koboshi.action.Motive;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.GuardKey;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;

/** Whether an act may be done now, and if not, why. The first brake that holds speaks. */
final class Braking {
    private final State state;
    private final Seen seen;
    private final Instant at;
    /** Kept, for it counts a pool but once. */
    private Optional<PoolBraking> pools = Optional.empty();

    Braking(State state, Seen seen, Instant at) {
        this.state = state;
        this.seen = seen;
        this.at = at;
    }

    /** A guard's act passes every brake. */
    Optional<Refusal> check(Verb verb, ResourceId on, GuardKey by, Brakes brakes) {
        if (verb == Verb.NOTIFY) {
            return calledLately(by, brakes);
        }
        if (verb.byBalancer()) {
            return ofPools().check(verb, on, by, brakes);
        }
        var service = state.services.get(on);
        if (service == null) {
            return Optional.of(new Refusal.NoSuchService(on));
        }
        var reachable = reachable(service);
        if (reachable.isPresent() || !verb.changes()) {
            return reachable;
        }
        return frozen()
                .or(() -> verb.disruptive() ? busy(service).or(() -> stillServing(service, by)) : Optional.empty())
                .or(() -> rising(service))
                .or(() -> onProbation(on))
                .or(() -> tooSoon(on, brakes))
                .or(() -> tooOften(on, by, brakes))
                .or(() -> verb.disruptive() ? belowFloor(service) : Optional.empty())
                .or(() -> heldByChoice(verb, on, by, brakes))
                .or(() -> verb.disruptive() && !lies(service) && !state.agreed(by, verb, on, at) ? state.backendOf(on).flatMap(ofPools()::line) : Optional.empty());
    }

    private PoolBraking ofPools() {
        pools = pools.or(() -> Optional.of(new PoolBraking(state, seen, at)));
        return pools.get();
    }

    /** A guard that fires every other second must not ring a phone as often. */
    private Optional<Refusal> calledLately(GuardKey by, Brakes brakes) {
        return until(state.calledAt.get(State.callKey(by, Motive.RUNBOOK, "")), brakes);
    }

    private Optional<Refusal> until(Instant last, Brakes brakes) {
        return Optional.ofNullable(last)
                .map(moment -> moment.plus(brakes.coolDown()))
                .filter(until -> until.isAfter(at))
                .map(Refusal.CoolingDown::new);
    }

    /** A person may act in a freeze, and sooner and more often than a guard, but never twice at once or below a floor. */
    Optional<Refusal> checkOrder(Verb verb, ResourceId on) {
        if (verb.byBalancer()) {
            return ofPools().checkOrder(verb, on);
        }
        var service = state.services.get(on);
        if (service == null) {
            return Optional.of(new Refusal.NoSuchService(on));
        }
        var reachable = reachable(service);
        return reachable.isPresent() || !verb.disruptive() ? reachable : busy(service).or(() -> belowFloor(service));
    }

    private Optional<Refusal> reachable(Service service) {
        if (!seen.linked(service.host())) {
            return Optional.of(new Refusal.AgentIsAway(service.host()));
        }
        return state.openAct(service.id()).map(act -> new Refusal.ActInProgress(act.id()));
    }

    /** What is drained for its sake is not taken down before nobody is on it, nor when it has come back meanwhile. */
    private Optional<Refusal> stillServing(Service service, GuardKey by) {
        var duty = state.duties.get(by.guard());
        boolean emptiesFirst = duty != null && duty.runbook().then().stream().anyMatch(verb -> verb.byBalancer() && verb.disruptive());
        return state.backendOf(service.id())
                .filter(backend -> state.seats.get(backend) instanceof Seat.Draining || emptiesFirst && !(state.seats.get(backend) instanceof Seat.Out))
                .map(Refusal.StillServing::new);
    }

    Optional<Refusal> frozen() {
        if (seen.clockJumped) {
            return Optional.of(new Refusal.ClockJumped());
        }
        return state.freeze().map(freeze -> new Refusal.Frozen(freeze.why()));
    }

    private Optional<Refusal> busy(Service service) {
        return state.acts.values().stream()
                .filter(act -> act.verb().disruptive() && inRole(act.on(), service.role()))
                .findFirst()
                .map(act -> new Refusal.RoleIsBusy(service.role(), act.id()));
    }

    private boolean inRole(ResourceId on, String role) {
        var service = state.services.get(on);
        return service != null && service.role().equals(role);
    }

    private Optional<Refusal> rising(Service service) {
        return switch (state.processes.get(service.id())) {
            case null -> Optional.empty();
            case Process.Running running -> risingSince(service, running.since());
            case Process.Down down -> down.startsAt().isAfter(down.since())
                    ? until(down.startsAt().plus(service.warmUp()))
                    : Optional.empty();
            case Process.Exhausted _ -> Optional.empty();
        };
    }

    private Optional<Refusal> risingSince(Service service, Instant began) {
        return seen.answeredSince(service.id(), began) ? Optional.empty() : until(began.plus(service.warmUp()));
    }

    private Optional<Refusal> until(Instant moment) {
        return moment.isAfter(at) ? Optional.of(new Refusal.StillRising(moment)) : Optional.empty();
    }

    private Optional<Refusal> onProbation(ResourceId on) {
        return state.probations.values().stream()
                .filter(probation -> probation.on().equals(on))
                .findFirst()
                .map(probation -> new Refusal.OnProbation(probation.act(), probation.until()));
    }

    Optional<Refusal> tooSoon(ResourceId on, Brakes brakes) {
        return until(state.disruptedAt.get(on), brakes);
    }

    Optional<Refusal> tooOften(ResourceId on, GuardKey by, Brakes brakes) {
        if (state.disruptionsInTheLastHour(on, by.guard(), at) < brakes.perHour()) {
            return Optional.empty();
        }
        var next = state.oldestDisruptionOfTheHour(on, by.guard(), at).orElse(at).plus(Duration.ofHours(1));
        return Optional.of(new Refusal.TooOften(brakes.perHour(), next));
    }

    /** Taking down what lies already takes nothing from anybody. */
    private Optional<Refusal> belowFloor(Service service) {
        return lies(service) ? Optional.empty() : belowFloorOfItsRole(service).or(() -> belowFloorOfItsPool(service));
    }

    private Optional<Refusal> belowFloorOfItsPool(Service service) {
        return state.backendOf(service.id()).flatMap(backend -> ofPools().restart(backend));
    }

    private Optional<Refusal> belowFloorOfItsRole(Service service) {
        if (service.floor() == 0) {
            return Optional.empty();
        }
        int left = (int) state.services.values().stream()
                .filter(other -> other.role().equals(service.role()) && !other.id().equals(service.id()) && stands(other))
                .count();
        return left < service.floor() ? Optional.of(new Refusal.BelowFloor(service.role(), service.floor(), left + 1)) : Optional.empty();
    }

    /** Known to be of no use to anybody. */
    boolean lies(Service service) {
        return state.lies(service.id())
                || state.processes.containsKey(service.id()) && state.duties.values().stream().map(Duty::guard).anyMatch(guard -> speaksFor(guard, service) && fallen(guard));
    }

    private static boolean speaksFor(Guard guard, Service service) {
        return guard.condition() instanceof Condition.JourneyFails && guard.on().filter(service.id()::equals).isPresent();
    }

    private boolean fallen(Guard guard) {
        return new Judge(state, seen, at).holds(guard, GuardKey.of(guard.name()));
    }

    /** Known to be of use: in all else, what is not known to stand does not count. */
    private boolean stands(Service service) {
        return state.processes.get(service.id()) instanceof Process.Running running
                && seen.linked(service.host())
                && !state.beingTakenDown(service.id())
                && state.probations.values().stream().noneMatch(probation -> probation.on().equals(service.id()))
                && state.journeys.values().stream()
                        .filter(journey -> journey.service().equals(service.id()))
                        .allMatch(journey -> answers(journey.name(), running));
    }

    private boolean answers(String journey, Process.Running running) {
        var pulse = seen.pulse(journey);
        return new Judge(state, seen, at).ignorance(journey).isEmpty() && !pulse.suspected() && pulse.cleanSince(running.since());
    }

    Optional<Refusal> heldByChoice(Verb verb, ResourceId on, GuardKey by, Brakes brakes) {
        if (brakes.dryRun()) {
            return Optional.of(new Refusal.DryRun());
        }
        return brakes.approval() && !state.agreed(by, verb, on, at) ? Optional.of(new Refusal.NeedsApproval()) : Optional.empty();
    }
}
