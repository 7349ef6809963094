package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import koboshi.action.Brakes;
import koboshi.action.Refusal;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;

/** Whether an act may be done now, and if not, why. The first brake that holds speaks. */
final class Braking {
    private final State state;
    private final Seen seen;
    private final Instant at;

    Braking(State state, Seen seen, Instant at) {
        this.state = state;
        this.seen = seen;
        this.at = at;
    }

    /** A guard's act passes every brake. */
    Optional<Refusal> check(Verb verb, ResourceId on, GuardKey by, Brakes brakes) {
        if (!verb.byAgent()) {
            return Optional.empty();
        }
        var service = state.services.get(on);
        if (service == null) {
            return Optional.of(new Refusal.NoSuchService(on));
        }
        var reachable = reachable(service);
        if (reachable.isPresent() || !verb.disruptive()) {
            return reachable;
        }
        return frozen()
                .or(() -> busy(service))
                .or(() -> rising(service))
                .or(() -> onProbation(on))
                .or(() -> tooSoon(on, brakes))
                .or(() -> tooOften(on, by, brakes))
                .or(() -> belowFloor(service))
                .or(() -> heldByChoice(brakes));
    }

    /** A person may act in a freeze, and sooner and more often than a guard, but never twice at once or below a floor. */
    Optional<Refusal> checkOrder(Verb verb, ResourceId on) {
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

    private Optional<Refusal> frozen() {
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

    private Optional<Refusal> tooSoon(ResourceId on, Brakes brakes) {
        return Optional.ofNullable(state.disruptedAt.get(on))
                .map(last -> last.plus(brakes.coolDown()))
                .filter(until -> until.isAfter(at))
                .map(Refusal.CoolingDown::new);
    }

    private Optional<Refusal> tooOften(ResourceId on, GuardKey by, Brakes brakes) {
        if (state.disruptionsInTheLastHour(on, by.guard(), at) < brakes.perHour()) {
            return Optional.empty();
        }
        var next = state.oldestDisruptionOfTheHour(on, by.guard(), at).orElse(at).plus(Duration.ofHours(1));
        return Optional.of(new Refusal.TooOften(brakes.perHour(), next));
    }

    /** Taking down what lies already takes nothing from anybody. */
    private Optional<Refusal> belowFloor(Service service) {
        if (service.floor() == 0 || !up(service)) {
            return Optional.empty();
        }
        int left = (int) state.services.values().stream()
                .filter(other -> other.role().equals(service.role()) && !other.id().equals(service.id()) && up(other))
                .count();
        return left < service.floor() ? Optional.of(new Refusal.BelowFloor(service.role(), service.floor(), left + 1)) : Optional.empty();
    }

    private boolean up(Service service) {
        return state.processes.get(service.id()) instanceof Process.Running
                && !state.beingTakenDown(service.id())
                && state.probations.values().stream().noneMatch(probation -> probation.on().equals(service.id()))
                && state.standings.entrySet().stream().noneMatch(each -> each.getValue() instanceof Standing.Firing && speaksFor(each.getKey(), service.id()));
    }

    private boolean speaksFor(GuardKey key, ResourceId service) {
        var duty = state.duties.get(key.guard());
        return duty != null
                && duty.guard().on().filter(service::equals).isPresent()
                && duty.guard().condition() instanceof Condition.JourneyFails;
    }

    private static Optional<Refusal> heldByChoice(Brakes brakes) {
        if (brakes.dryRun()) {
            return Optional.of(new Refusal.DryRun());
        }
        return brakes.approval() ? Optional.of(new Refusal.NeedsApproval()) : Optional.empty();
    }
}
