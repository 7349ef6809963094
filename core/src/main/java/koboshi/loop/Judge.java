package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.GuardKey;
import koboshi.guard.Holding;
import koboshi.guard.Holding.Holds;
import koboshi.guard.Holding.Unknown;
import koboshi.guard.Standing;
import koboshi.journey.Pulse;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.series.Labels;
import koboshi.signal.Reading;

/**
 * Asks a guard's condition against what was seen.
 *
 * <p>An empty answer means: between verdicts, leave the standing as it is.
 */
final class Judge {
    /** A journey that was to run every second and has not for so many is not watched at all. */
    private static final int MISSED_RUNS = 5;

    private final State state;
    private final Seen seen;
    private final Instant at;

    Judge(State state, Seen seen, Instant at) {
        this.state = state;
        this.seen = seen;
        this.at = at;
    }

    /** What each label set of the guard says now. */
    Map<GuardKey, Optional<Holding>> ask(Guard guard) {
        return switch (guard.condition()) {
            case Condition.Compares compares -> eachSeries(guard, compares);
            case Condition.JourneyFails(var journey) -> one(guard, journey(guard, journey));
            case Condition.HeartbeatOverdue overdue -> one(guard, Optional.of(heartbeat(overdue)));
            case Condition.Absent absent -> one(guard, Optional.of(absence(guard, absent)));
            case Condition.Fallen(var service) -> one(guard, fallen(service));
            case Condition.Exhausted(var service) -> one(guard, Optional.of(exhausted(state.processes.get(service))));
            case Condition.AgentAway(var host) -> one(guard, Optional.of(away(guard, host)));
        };
    }

    private static Map<GuardKey, Optional<Holding>> one(Guard guard, Optional<Holding> holding) {
        return Map.of(GuardKey.of(guard.name()), holding);
    }

    private Optional<Holding> journey(Guard guard, String name) {
        if (guard.on().filter(state::beingTakenDown).isPresent()) {
            return Optional.empty();
        }
        var notNow = guard.on().map(state.services::get).flatMap(this::notExpectedToAnswer);
        if (notNow.isPresent()) {
            return Optional.of(new Unknown(notNow.get()));
        }
        var doubt = seen.doubt(name);
        if (doubt.isPresent()) {
            return Optional.of(new Unknown(doubt.get()));
        }
        var ran = seen.ranAt(name);
        if (ran.isEmpty()) {
            return Optional.of(new Unknown("the journey has not run yet"));
        }
        var definition = state.journeys.get(name);
        if (definition != null && ran.get().plus(definition.every().multipliedBy(MISSED_RUNS)).plus(definition.timeout()).isBefore(at)) {
            return Optional.of(new Unknown("the journey has not run since " + ran.get()));
        }
        return verdict(seen.pulse(name), state.standing(GuardKey.of(guard.name())));
    }

    /** Why silence says nothing now: nobody has told us of the process, it rests by order, or it is only just coming up. */
    private Optional<String> notExpectedToAnswer(Service service) {
        return switch (state.processes.get(service.id())) {
            case null -> Optional.of("its agent has not said yet");
            case Process.Down down when down.ordered() -> Optional.of("it was stopped by order");
            case Process.Down down when down.startsAt().plus(service.warmUp()).isAfter(at) && down.startsAt().isAfter(down.since()) ->
                Optional.of("its agent is starting it again");
            case Process.Running running when running.since().plus(service.warmUp()).isAfter(at) && !seen.answeredSince(service.id(), running.since()) ->
                Optional.of("it is warming up");
            case Process.Running _, Process.Down _, Process.Exhausted _ -> Optional.empty();
        };
    }

    private static Optional<Holding> verdict(Pulse pulse, Standing standing) {
        if (pulse.fallen()) {
            return Optional.of(new Holds(pulse.firstFailed().flatMap(run -> run.stumble()).map(Object::toString).orElse("the journey fails")));
        }
        boolean settled = pulse.cleanInARow() >= 2 || pulse.cleanInARow() == 1 && standing instanceof Standing.Inactive;
        return settled ? Optional.of(Holding.CLEAR) : Optional.empty();
    }

    private Holding heartbeat(Condition.HeartbeatOverdue overdue) {
        var due = seen.beat(overdue.heartbeat()).orElse(seen.since).plus(overdue.every()).plus(overdue.grace());
        if (!due.isAfter(at)) {
            return new Holds("no beat of " + overdue.heartbeat() + "; due at " + due);
        }
        return seen.beat(overdue.heartbeat()).isPresent() ? Holding.CLEAR : new Unknown("no beat yet since the start");
    }

    private Holding absence(Guard guard, Condition.Absent absent) {
        var answer = seen.answer(guard.name());
        if (answer.isEmpty()) {
            return new Unknown("not asked yet");
        }
        if (answer.get().trouble().isPresent()) {
            return new Unknown(answer.get().trouble().get());
        }
        if (!answer.get().readings().isEmpty()) {
            return Holding.CLEAR;
        }
        boolean covered = !seen.since.plus(absent.window()).isAfter(at);
        return covered ? new Holds("no sample of " + absent.selector() + " for " + words(absent.window())) : new Unknown("the window is not covered yet");
    }

    private Map<GuardKey, Optional<Holding>> eachSeries(Guard guard, Condition.Compares compares) {
        var trouble = seen.answer(guard.name()).map(answer -> answer.trouble().orElse("")).orElse("not asked yet");
        var holdings = new TreeMap<GuardKey, Optional<Holding>>();
        for (var key : state.standings.keySet()) {
            if (key.guard().equals(guard.name())) {
                holdings.put(key, Optional.of(new Unknown(trouble.isEmpty() ? "no sample any more" : trouble)));
            }
        }
        if (trouble.isEmpty()) {
            seen.readings(guard.name()).forEach(reading -> holdings.put(key(guard, reading), Optional.of(compare(compares, reading))));
        } else if (holdings.isEmpty()) {
            holdings.put(GuardKey.of(guard.name()), Optional.of(new Unknown(trouble)));
        }
        forgetUnknownNobodyAsksAbout(guard, holdings);
        return holdings;
    }

    /** A key that was unknown and is not spoken of any more has nothing to be unknown about. */
    private void forgetUnknownNobodyAsksAbout(Guard guard, Map<GuardKey, Optional<Holding>> holdings) {
        state.unknown.keySet().stream().filter(key -> key.guard().equals(guard.name()))
                .forEach(key -> holdings.putIfAbsent(key, Optional.of(Holding.CLEAR)));
    }

    private static GuardKey key(Guard guard, Reading reading) {
        return new GuardKey(guard.name(), reading.labels().without(Labels.NAME));
    }

    private static Holding compare(Condition.Compares compares, Reading reading) {
        return compares.comparison().holds(reading.value())
                ? new Holds(reading.labels() + " is " + reading.value() + ", " + compares.comparison())
                : Holding.CLEAR;
    }

    private Optional<Holding> fallen(ResourceId service) {
        return state.beingTakenDown(service) ? Optional.empty() : Optional.of(fallen(state.processes.get(service)));
    }

    private static Holding fallen(Process process) {
        return switch (process) {
            case null -> new Unknown("its agent has not said yet");
            case Process.Running _ -> Holding.CLEAR;
            case Process.Down down -> down.ordered() ? Holding.CLEAR : new Holds(down.why());
            case Process.Exhausted _ -> new Holds("its agent will not start it again");
        };
    }

    private Holding away(Guard guard, String host) {
        if (seen.linked(host)) {
            return Holding.CLEAR;
        }
        boolean hadTime = !seen.since.plus(guard.holdFor()).isAfter(at);
        return hadTime ? new Holds("no link to the agent of " + host) : new Unknown("its agent has not dialled in yet");
    }

    private static Holding exhausted(Process process) {
        return switch (process) {
            case null -> new Unknown("its agent has not said yet");
            case Process.Exhausted _ -> new Holds("restarts are exhausted");
            case Process.Running _, Process.Down _ -> Holding.CLEAR;
        };
    }

    private static String words(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
