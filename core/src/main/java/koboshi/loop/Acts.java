package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import koboshi.action.Motive;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.action.Verb.WhenUnknown;
import koboshi.guard.GuardKey;
import koboshi.incident.Entry;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;

/** What becomes of acts that were begun: their deadlines, their doubts, their proofs. */
final class Acts {
    private static final Duration CAPTURE_DEADLINE = Duration.ofSeconds(5);
    /** Balancers answer in milliseconds; one that is away is given up after a second each. */
    private static final Duration TRAFFIC_DEADLINE = Duration.ofSeconds(5);
    private static final Duration CALL_DEADLINE = Duration.ofSeconds(30);
    /** On top of the grace a service has to stop. */
    private static final Duration START_DEADLINE = Duration.ofSeconds(15);
    /** How long a call is repeated under its key before it counts as failed. */
    private static final Duration CALL_FOR = Duration.ofMinutes(2);
    /** To set a state twice does no harm; what is not set by then is read back. */
    private static final Duration TRAFFIC_FOR = Duration.ofSeconds(10);
    /** Evidence that is not to be had must not hold up what follows it. */
    private static final Duration CAPTURE_FOR = Duration.ZERO;
    /** How long an act may stay unknown before a person is called. */
    private static final Duration DOUBT_GRACE = Duration.ofMinutes(1);
    private static final Duration CALL_AGAIN_AFTER = Duration.ofHours(1);

    private final State state;
    private final Seen seen;
    private final Instant at;

    Acts(State state, Seen seen, Instant at) {
        this.state = state;
        this.seen = seen;
        this.at = at;
    }

    static Entry.ActStarted start(
            State state, Verb verb, ResourceId on, GuardKey by, long incident, Motive motive, String why, Instant at) {
        return new Entry.ActStarted(state.lastAct + 1, verb, on, by, incident, at.plus(allowed(verb, state.services.get(on))), motive, why);
    }

    private static Duration allowed(Verb verb, Service service) {
        return switch (verb) {
            case CAPTURE -> CAPTURE_DEADLINE;
            case NOTIFY -> CALL_DEADLINE;
            case EJECT, DRAIN, READY -> TRAFFIC_DEADLINE;
            case RESTART, STOP, START -> START_DEADLINE.plus(service == null ? Duration.ZERO : service.stopGrace());
            case RESTART_GENTLY -> START_DEADLINE.plus(service == null ? Duration.ZERO : service.gentleGrace());
        };
    }

    /** Calls a person, once an hour for the same reason; what differs from time to time comes after a colon. */
    static Optional<Entry> call(State state, ResourceId on, GuardKey by, long incident, String why, Instant at) {
        return call(state, new Call(on, by, incident, why, CALL_AGAIN_AFTER), at);
    }

    /** @param again how long nobody is called for the same reason */
    record Call(ResourceId on, GuardKey by, long incident, String why, Duration again) {}

    static Optional<Entry> call(State state, Call call, Instant at) {
        var last = state.calledAt.get(State.callKey(call.by(), Motive.CALL, call.why()));
        return last != null && last.plus(call.again()).isAfter(at)
                ? Optional.empty()
                : Optional.of(start(state, Verb.NOTIFY, call.on(), call.by(), call.incident(), Motive.CALL, call.why(), at));
    }

    List<Entry> next() {
        for (var act : state.acts.values()) {
            var entries = next(act);
            if (!entries.isEmpty()) {
                return entries;
            }
        }
        for (var probation : state.probations.values()) {
            var entries = next(probation);
            if (!entries.isEmpty()) {
                return entries;
            }
        }
        return List.of();
    }

    private List<Entry> next(Act act) {
        if (act.doubted().isEmpty()) {
            return act.deadline().isAfter(at) ? List.of() : List.of(new Entry.ActDoubted(act.id(), act.incident(), "no outcome by its deadline"));
        }
        var doubted = act.doubted().get();
        return act.verb().whenUnknown() == WhenUnknown.OBSERVE ? observed(act, doubted) : repeated(act, doubted);
    }

    private List<Entry> observed(Act act, Instant doubted) {
        var heard = state.heardAt.get(act.on());
        if (!state.services.containsKey(act.on())) {
            return List.of(new Entry.ActEnded(act.id(), act.incident(), new Outcome.Failed("the service is no longer in the plan")));
        }
        // Only a look decides: facts of before the act, or of its first half, may come late.
        if (heard != null && heard.isAfter(doubted)) {
            return List.of(new Entry.ActEnded(act.id(), act.incident(), judge(act, state.processes.get(act.on()))));
        }
        return doubted.plus(DOUBT_GRACE).isAfter(at) ? List.of() : unsure(act);
    }

    /** What is seen decides: another process than before was started, none is left, or nothing was done. */
    private static Outcome judge(Act act, Process now) {
        boolean running = now instanceof Process.Running;
        boolean another = running && !Optional.of(now).equals(act.before());
        boolean done = switch (act.verb()) {
            case RESTART, RESTART_GENTLY, START -> another || act.verb() == Verb.START && running;
            case STOP -> !running;
            case CAPTURE, NOTIFY, EJECT, DRAIN, READY -> false;
        };
        return done ? Outcome.Done.plain("seen afterwards: it was done") : new Outcome.Failed("seen afterwards: it was not done");
    }

    private List<Entry> repeated(Act act, Instant doubted) {
        if (doubted.plus(repeatedFor(act.verb())).isAfter(at)) {
            return List.of();
        }
        return act.verb().byBalancer() ? readBack(act, doubted) : ended(act, new Outcome.Failed("repeated without an outcome"));
    }

    private static List<Entry> ended(Act act, Outcome outcome) {
        return List.of(new Entry.ActEnded(act.id(), act.incident(), outcome));
    }

    /**
     * What may have been done is ours until it was read back. The scar: a balancer that was silent took its order when it woke, the order had been given up, and
     * the server stayed out of traffic with nobody to bring it back.
     */
    private List<Entry> readBack(Act act, Instant doubted) {
        var pool = state.poolOf(act.on());
        if (pool.isEmpty()) {
            return ended(act, new Outcome.Failed("its server is no longer in the plan"));
        }
        boolean patient = doubted.plus(DOUBT_GRACE).isAfter(at);
        // One that is gone for good must not hold up the others.
        var flow = seen.settledFlow(pool.get().name(), act.on(), at).filter(one -> one.whole() || !patient);
        if (flow.isPresent()) {
            boolean done = flow.get().held() == act.verb().disruptive();
            return ended(act, done ? Outcome.Done.plain("seen afterwards: it was done") : new Outcome.Failed("seen afterwards: it was not done"));
        }
        return patient ? List.of() : unsure(act);
    }

    private List<Entry> unsure(Act act) {
        return call(state, act.on(), act.by(), act.incident(), "nobody can say whether it was done: " + act.verb(), at).map(List::of).orElse(List.of());
    }

    private static Duration repeatedFor(Verb verb) {
        return verb == Verb.CAPTURE ? CAPTURE_FOR : verb == Verb.NOTIFY ? CALL_FOR : TRAFFIC_FOR;
    }

    private List<Entry> next(Probation probation) {
        var pulse = seen.pulse(probation.proof().journey());
        if (pulse.cleanInARow() >= 2 && pulse.cleanSince(probation.began())) {
            return List.of(new Entry.ProbationEnded(probation.act(), probation.incident(), true));
        }
        if (probation.until().isAfter(at)) {
            return List.of();
        }
        var entries = new ArrayList<Entry>();
        entries.add(new Entry.ProbationEnded(probation.act(), probation.incident(), false));
        call(state, probation.on(), probation.by(), probation.incident(), "what was done did not help, it does not answer yet", at).ifPresent(entries::add);
        return entries;
    }
}
