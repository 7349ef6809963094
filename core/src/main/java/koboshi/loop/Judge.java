package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.GuardKey;
import koboshi.guard.Holding;
import koboshi.guard.Holding.Holds;
import koboshi.guard.Holding.Unknown;
import koboshi.guard.Inquiry;
import koboshi.guard.Standing;
import koboshi.journey.Pulse;
import koboshi.journey.Sight;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.signal.Findings;
import koboshi.signal.Reading;

/**
 * Asks a guard's condition against what was seen.
 *
 * <p>Between verdicts it says nothing: the standing stays as it is.
 */
final class Judge {
    /** Series are asked every second or so; an answer older than this is none. */
    static final Duration ANSWER_LASTS = Duration.ofMinutes(1);

    /** A series that ended for good is told of once, then let go: called for hourly it would teach people not to listen. */
    private static final Duration GONE_AFTER = Duration.ofHours(1);
    /** What is sampled each few seconds need not say so. */
    private static final Duration WORTH_SAYING = Duration.ofSeconds(30);
    /** What a source that was away has to send it sends within this time, as long as a sample counts; a long window need not be watched in full again. */
    private static final Duration SAMPLE_COUNTS = Inquiry.OPTIONS.lookback();

    private final State state;
    private final Seen seen;
    private final Instant at;

    Judge(State state, Seen seen, Instant at) {
        this.state = state;
        this.seen = seen;
        this.at = at;
    }

    /** Tells what each label set of the guard says now; of what is between verdicts, nothing. */
    void tell(Guard guard, BiConsumer<GuardKey, Holding> told) {
        if (guard.on().isPresent() && restsByOrder(guard.on().get())) {
            allClear(guard).forEach(told);
        } else if (guard.condition() instanceof Condition.Raised) {
            eachAlert(guard).forEach(told);
        } else if (eachByItself(guard.condition())) {
            eachLabelSet(guard).forEach(told);
        } else {
            one(guard).ifPresent(holding -> told.accept(GuardKey.of(guard.name()), holding));
        }
    }

    private static boolean eachByItself(Condition condition) {
        return switch (condition) {
            case Condition.Gives _, Condition.RunsOut _, Condition.Burns _, Condition.Strange _ -> true;
            case Condition.JourneyFails _, Condition.HeartbeatOverdue _, Condition.Absent _, Condition.Fallen _, Condition.Exhausted _, Condition.AgentAway _, Condition.VantageAway _,
                    Condition.BalancerAway _, Condition.Raised _ -> false;
        };
    }

    boolean holds(Guard guard, GuardKey key) {
        return detail(guard, key).isPresent();
    }

    /** What is seen of the key while its condition holds. */
    Optional<String> detail(Guard guard, GuardKey key) {
        var told = new HashMap<GuardKey, Holding>();
        tell(guard, told::put);
        return told.get(key) instanceof Holds(var detail) ? Optional.of(detail) : Optional.empty();
    }

    /** Nobody misses what a person stopped. */
    private boolean restsByOrder(ResourceId on) {
        return state.processes.get(on) instanceof Process process && process.restingByOrder() || state.seats.get(on) instanceof Seat seat && seat.byOrder();
    }

    private Map<GuardKey, Holding> allClear(Guard guard) {
        var holdings = new TreeMap<GuardKey, Holding>();
        holdings.put(GuardKey.of(guard.name()), Holding.CLEAR);
        state.standingsOf(guard.name()).forEach(key -> holdings.put(key, Holding.CLEAR));
        forgetUnknownNobodyAsksAbout(guard, holdings);
        return holdings;
    }

    private Optional<Holding> one(Guard guard) {
        return switch (guard.condition()) {
            case Condition.Gives _, Condition.RunsOut _, Condition.Burns _, Condition.Strange _, Condition.Raised _ -> throw new IllegalArgumentException(guard.name() + " speaks for each of its label sets");
            case Condition.JourneyFails(var journey) -> journey(guard, journey);
            case Condition.HeartbeatOverdue overdue -> Optional.of(heartbeat(guard, overdue));
            case Condition.Absent absent -> Optional.of(absence(guard, absent));
            case Condition.Fallen(var service) -> fallen(service);
            case Condition.Exhausted(var service) -> known(service).map(Judge::exhausted);
            case Condition.AgentAway(var host) -> Optional.of(away(guard, host));
            case Condition.VantageAway(var vantage) -> Optional.of(vantageAway(guard, vantage));
            case Condition.BalancerAway(var pool) -> Optional.of(balancerAway(pool));
        };
    }

    private Optional<Holding> journey(Guard guard, String name) {
        var on = guard.on();
        if (on.isPresent() && (state.beingTakenDown(on.get()) || risesOutside(on.get(), seen.pulse(name)))) {
            return Optional.empty();
        }
        if (on.filter(id -> state.services.containsKey(id) && !state.processes.containsKey(id)).isPresent()) {
            return Optional.of(new Unknown("its agent has not said yet"));
        }
        var ignorance = ignorance(name);
        if (ignorance.isPresent()) {
            return Optional.of(new Unknown(ignorance.get()));
        }
        var pulse = seen.pulse(name);
        return pulse.fallen() && on.isPresent() && tooEarly(on.get(), pulse)
                ? Optional.empty()
                : verdict(pulse, whence(name), state.standing(GuardKey.of(guard.name())));
    }

    /** Why the journey says nothing, if so. */
    Optional<String> ignorance(String journey) {
        return seen.ignorance(journey);
    }

    /** Of a process that has just begun its journey says nothing yet, and silence while it rises is expected. */
    private boolean tooEarly(ResourceId on, Pulse pulse) {
        var service = state.services.get(on);
        return service != null && switch (state.processes.get(on)) {
            case Process.Running running -> notAskedSince(running, pulse) || rising(service, running.since()) && !seen.answeredSince(on, running.since());
            case Process.Down down -> down.startsAt().isAfter(down.since()) && rising(service, down.startsAt());
            case Process.Exhausted _ -> false;
            case null -> false;
        };
    }

    /** What is restarted behind a server that was emptied for it is silent for a while, and nobody misses it. */
    private boolean risesOutside(ResourceId on, Pulse pulse) {
        boolean out = state.seats.get(on) instanceof Seat seat && seat.out();
        return out && state.serviceBehind(on).filter(service -> state.beingTakenDown(service) || pulse.fallen() && tooEarly(service, pulse)).isPresent();
    }

    private static boolean notAskedSince(Process.Running running, Pulse pulse) {
        return pulse.last().filter(run -> !run.began().isBefore(running.since())).isEmpty();
    }

    private boolean rising(Service service, Instant since) {
        return since.plus(service.warmUp()).isAfter(at);
    }

    /** From where it fails and from where it does not; nothing of a journey that is run from here alone. */
    private String whence(String journey) {
        var sights = seen.sights(journey);
        if (sights.isEmpty()) {
            return "";
        }
        var failing = sights.keySet().stream().filter(vantage -> sights.get(vantage) instanceof Sight.Said(var pulse) && pulse.suspected()).toList();
        return " (from " + String.join(", ", failing) + "; " + failing.size() + " of " + sights.size() + " vantages)";
    }

    private static Optional<Holding> verdict(Pulse pulse, String whence, Standing standing) {
        if (pulse.fallen()) {
            return Optional.of(new Holds(pulse.firstFailed().flatMap(run -> run.stumble()).map(Object::toString).orElse("the journey fails") + whence));
        }
        boolean settled = pulse.cleanInARow() >= 2 || pulse.cleanInARow() == 1 && standing instanceof Standing.Inactive;
        return settled ? Optional.of(Holding.CLEAR) : Optional.empty();
    }

    private Holding heartbeat(Guard guard, Condition.HeartbeatOverdue overdue) {
        var last = lastBeat(overdue.heartbeat());
        var due = last.orElse(seen.since(guard.name())).plus(overdue.every()).plus(overdue.grace());
        if (!due.isAfter(at)) {
            return new Holds("no beat of " + overdue.heartbeat() + "; due at " + due);
        }
        return last.isPresent() ? Holding.CLEAR : new Unknown("no beat yet since the start");
    }

    private Optional<Instant> lastBeat(String heartbeat) {
        return seen.beat(heartbeat).or(() -> Optional.ofNullable(state.beats.get(heartbeat)));
    }

    private Holding absence(Guard guard, Condition.Absent absent) {
        var trouble = trouble(guard);
        if (trouble.isPresent()) {
            return new Unknown(trouble.get());
        }
        if (!seen.readings(guard.name()).isEmpty()) {
            return Holding.CLEAR;
        }
        boolean covered = !seen.sightedSince(guard.name()).plus(absent.window()).isAfter(at);
        return covered ? new Holds("no sample of " + absent.selector() + " for " + words(absent.window())) : new Unknown("the window is not covered yet");
    }

    private Map<GuardKey, Holding> eachLabelSet(Guard guard) {
        var trouble = trouble(guard).or(() -> uncovered(guard));
        var holdings = new TreeMap<GuardKey, Holding>();
        state.standingsOf(guard.name()).forEach(key -> holdings.put(key, trouble.<Holding>map(Unknown::new).orElseGet(() -> silent(guard, key))));
        if (trouble.isEmpty()) {
            told(guard, holdings).ifPresent(unknown -> holdings.put(GuardKey.of(guard.name()), unknown));
        } else if (holdings.isEmpty()) {
            holdings.put(GuardKey.of(guard.name()), new Unknown(trouble.get()));
        }
        forgetUnknownNobodyAsksAbout(guard, holdings);
        return holdings;
    }

    /**
     * An alert that is gone is clear, unless something is wrong with the rules that raise it; one that fires does so all the same. One that is pending does not
     * fire yet, but where it stands firing the rules were only started anew.
     */
    private Map<GuardKey, Holding> eachAlert(Guard guard) {
        var trouble = trouble(guard);
        var gone = trouble.<Holding>map(Unknown::new).orElse(Holding.CLEAR);
        var holdings = new TreeMap<GuardKey, Holding>();
        state.standingsOf(guard.name()).forEach(key -> holdings.put(key, gone));
        for (var alert : seen.readings(guard.name())) {
            var key = Seen.key(guard.name(), alert);
            boolean fires = alert.bad() || state.standing(key) instanceof Standing.Firing;
            holdings.put(key, fires ? new Holds(alert.says()) : Holding.CLEAR);
        }
        if (trouble.isPresent() && holdings.isEmpty()) {
            holdings.put(GuardKey.of(guard.name()), gone);
        }
        forgetUnknownNobodyAsksAbout(guard, holdings);
        return holdings;
    }

    /** A label set that stands and is not spoken of: unknown, until it has been so for so long that it is no longer there. */
    private Holding silent(Guard guard, GuardKey key) {
        var gone = seen.goneSince(key);
        var patience = state.standing(key) instanceof Standing.Firing ? GONE_AFTER : guard.unknownGrace();
        return gone.isPresent() && !gone.get().plus(patience).isAfter(at)
                ? new Holding.Gone("no sample any more since " + gone.get() + ", so it is no longer looked for")
                : Unknown.unsampled("no sample any more");
    }

    /**
     * Takes in what each label set says.
     *
     * @return what cannot be judged although it was asked for; of many that are not numbers one word, for each would be a call
     */
    private Optional<Unknown> told(Guard guard, Map<GuardKey, Holding> holdings) {
        var none = new ArrayList<Reading>();
        for (var reading : seen.readings(guard.name())) {
            var key = Seen.key(guard.name(), reading);
            if (Double.isNaN(reading.value())) {
                none.add(reading);
                holdings.computeIfPresent(key, (_, _) -> new Unknown("its value is not a number, so nothing was measured"));
            } else {
                holdings.put(key, reading.bad() ? new Holds(reading.says() + aged(reading)) : Holding.CLEAR);
            }
        }
        none.removeIf(reading -> holdings.containsKey(Seen.key(guard.name(), reading)));
        boolean nobodySpeaks = seen.readings(guard.name()).isEmpty() && !holdings.isEmpty();
        var missing = nobodySpeaks ? Optional.<String>empty() : seen.answer(guard.name()).flatMap(Findings::missing);
        return missing.or(() -> none.isEmpty() ? Optional.empty() : Optional.of(notNumbers(none))).map(Unknown::unsampled);
    }

    private static String aged(Reading reading) {
        return reading.age().filter(age -> age.compareTo(WORTH_SAYING) > 0).map(age -> " (sampled " + age.toSeconds() + " s ago)").orElse("");
    }

    private static String notNumbers(List<Reading> none) {
        var more = none.size() == 1 ? "" : " and " + (none.size() - 1) + " more";
        return "not a number, so nothing was measured: " + none.getFirst().labels() + more;
    }

    /** A start, a guard's first day, a leap of the clock, or a source that was away: what the samples do not reach back to must be watched first. */
    private Optional<String> uncovered(Guard guard) {
        var window = seen.answer(guard.name()).map(Findings::uncovered).orElse(Duration.ZERO);
        var covered = later(seen.since(guard.name()).plus(window), seen.sightedSince(guard.name()).plus(window.compareTo(SAMPLE_COUNTS) < 0 ? window : SAMPLE_COUNTS));
        return window.isZero() || !covered.isAfter(at)
                ? Optional.empty()
                : Optional.of("its window of " + words(window) + " is not covered yet; the samples do not reach so far back, so it is watched until " + covered);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Why the series behind the guard say nothing, if so. */
    private Optional<String> trouble(Guard guard) {
        var answer = seen.answer(guard.name());
        if (answer.isEmpty()) {
            return Optional.of("not asked yet");
        }
        var answered = seen.answeredAt(guard.name()).orElseThrow();
        return answer.get().trouble().or(() -> answered.plus(ANSWER_LASTS).isAfter(at) ? Optional.empty() : Optional.of("no answer since " + answered));
    }

    /** The other guards whose series say nothing for the very same reason: their source's. */
    Stream<String> alsoTroubled(Guard guard, Unknown unknown) {
        return seen.guardsIn(unknown.reason()).filter(other -> !other.equals(guard.name()) && state.duties.containsKey(other));
    }

    /** A key that was unknown and is not spoken of any more has nothing to be unknown about. */
    private void forgetUnknownNobodyAsksAbout(Guard guard, Map<GuardKey, Holding> holdings) {
        state.unknown.keySet().stream().filter(key -> key.guard().equals(guard.name()))
                .forEach(key -> holdings.putIfAbsent(key, Holding.CLEAR));
        seen.unknownOf(guard.name()).forEach(key -> holdings.putIfAbsent(key, Holding.CLEAR));
    }

    private Optional<Holding> fallen(ResourceId service) {
        return state.beingTakenDown(service) ? Optional.empty() : known(service).map(Judge::fallen);
    }

    /** The process as it is now: while its agent is away, and until it has told what happened meanwhile, nobody knows. */
    private Optional<Optional<Process>> known(ResourceId id) {
        var service = state.services.get(id);
        return service != null && seen.upToDate(service.host(), at) ? Optional.of(Optional.ofNullable(state.processes.get(id))) : Optional.empty();
    }

    private static Holding fallen(Optional<Process> process) {
        return switch (process.orElse(null)) {
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
        boolean hadTime = !seen.since(guard.name()).plus(guard.holdFor()).isAfter(at);
        return hadTime ? new Holds("no link to the agent of " + host) : new Unknown("its agent has not dialled in yet");
    }

    private Holding vantageAway(Guard guard, String vantage) {
        var doubt = seen.doubtedVantages().get(vantage);
        if (doubt != null) {
            return new Holds("the vantage " + vantage + " is left out: " + doubt);
        }
        if (seen.vantageLinked(vantage)) {
            return Holding.CLEAR;
        }
        boolean hadTime = seen.vantageLostSince(vantage).isPresent() || !seen.since(guard.name()).plus(guard.holdFor()).isAfter(at);
        return hadTime ? new Holds("no link to the prober of the vantage " + vantage) : new Unknown("its prober has not dialled in yet");
    }

    private Holding balancerAway(String pool) {
        if (!seen.trafficSince(pool, Instant.MIN)) {
            return new Unknown("no balancer has said anything yet");
        }
        var trouble = seen.trafficTrouble(pool, at).or(() -> seen.balancersAmiss(pool).values().stream().reduce((one, other) -> one + "; " + other));
        return trouble.<Holding>map(Holds::new).orElse(Holding.CLEAR);
    }

    private static Holding exhausted(Optional<Process> process) {
        return switch (process.orElse(null)) {
            case null -> new Unknown("its agent has not said yet");
            case Process.Exhausted _ -> new Holds("restarts are exhausted");
            case Process.Running _, Process.Down _ -> Holding.CLEAR;
        };
    }

    private static String words(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
