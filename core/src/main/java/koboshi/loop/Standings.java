package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import koboshi.action.Duty;
import koboshi.action.Verb;
import koboshi.guard.Condition;
import koboshi.guard.Guard;
import koboshi.guard.GuardKey;
import koboshi.guard.Holding;
import koboshi.guard.Holding.Clear;
import koboshi.guard.Holding.Gone;
import koboshi.guard.Holding.Holds;
import koboshi.guard.Holding.Unknown;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.resource.ResourceId;
import koboshi.signal.Reading;

/** Where a guard stands after what it was told, and the incident that this opens. */
final class Standings {
    /** Shorter than this, not knowing is not worth a line: every start begins with it. */
    private static final Duration UNKNOWN_WORTH_WRITING = Duration.ofSeconds(10);
    /** One lost packet in a hundred must not fill the list of incidents, nor a value that trembles at its line. */
    static final Duration BETWEEN_SUSPICIONS = Duration.ofMinutes(10);

    private static final int MOST_NAMED = 5;
    private static final String OWN = "guard";
    /** A line of memory says nothing about how well a service does beyond it. */
    private static final Pattern OF_MEMORY = Pattern.compile("mem|heap|rss", Pattern.CASE_INSENSITIVE);

    private final State state;
    private final Seen seen;
    private final Instant at;
    private final Judge judge;

    Standings(State state, Seen seen, Instant at) {
        this.state = state;
        this.seen = seen;
        this.at = at;
        this.judge = new Judge(state, seen, at);
    }

    /** @param write applies what it is given: two label sets of one guard must not open two incidents */
    void of(Duty duty, Consumer<List<Entry>> write) {
        var guard = duty.guard();
        judge.tell(guard, (key, holding) -> {
            write.accept(after(guard, key, holding));
            if (holding instanceof Gone) {
                write.accept(new Incidents(state, seen, at).removed(subject(guard, key)));
            }
        });
        write.accept(suspicion(guard));
        write.accept(slowness(guard));
    }

    private List<Entry> after(Guard guard, GuardKey key, Holding holding) {
        return switch (holding) {
            case Unknown unknown -> unknown(guard, key, unknown);
            case Holds(var why) -> known(guard, key, holding, why);
            case Clear _ -> known(guard, key, holding, "clear");
            case Gone(var reason) -> known(guard, key, holding, reason);
        };
    }

    private List<Entry> unknown(Guard guard, GuardKey key, Unknown unknown) {
        var reason = unknown.reason();
        var since = seen.unknownSince(key, reason, at);
        long incident = state.openIncident(subject(guard, key)).orElse(0);
        if (!state.unknown.containsKey(key)) {
            boolean worthWriting = !since.plus(UNKNOWN_WORTH_WRITING).isAfter(at);
            return worthWriting ? List.of(new Entry.KnowledgeLost(key, reason, incident)) : List.of();
        }
        // Before the first beat not knowing ends by itself: a beat comes, or it is overdue.
        boolean endsByItself = guard.condition() instanceof Condition.HeartbeatOverdue;
        return endsByItself || since.plus(guard.unknownGrace()).isAfter(at)
                ? List.of()
                : calledAboutIgnorance(guard, incident, unknown);
    }

    /** Once for the guard, however many of its label sets are unknown, and once for all guards that one source leaves in the dark. */
    private List<Entry> calledAboutIgnorance(Guard guard, long incident, Unknown unknown) {
        var why = "it cannot be judged: " + unknown.reason();
        if (seen.toldOfTrouble(unknown, at) && judge.alsoTroubled(guard, unknown).findAny().isPresent() || aboutIgnorance(guard, incident, unknown, why).isEmpty()) {
            return List.of();
        }
        seen.tellOfTrouble(unknown, at);
        return List.of(aboutIgnorance(guard, incident, unknown, why + nor(judge.alsoTroubled(guard, unknown).sorted().toList())).orElseThrow());
    }

    private Optional<Entry> aboutIgnorance(Guard guard, long incident, Unknown unknown, String why) {
        return Acts.call(state, new Acts.Call(subject(guard), GuardKey.of(guard.name()), incident, why, unknown.callAgain()), at);
    }

    private static String nor(List<String> others) {
        var named = String.join(", ", others.subList(0, Math.min(MOST_NAMED, others.size())));
        return others.isEmpty() ? "" : "; nor can " + (others.size() == 1 ? "1 more guard: " : others.size() + " more guards: ") + named + (others.size() > MOST_NAMED ? ", ..." : "");
    }

    private List<Entry> known(Guard guard, GuardKey key, Holding holding, String why) {
        seen.known(key);
        boolean wasUnknown = state.unknown.containsKey(key);
        var before = state.standing(key);
        var awaited = holding instanceof Clear ? awaited(guard, key) : Optional.<Reading>empty();
        var next = awaited.isPresent() ? pending(before, wasUnknown) : (wasUnknown ? before.waitingAnew(at) : before).after(holding, guard, at);
        if (next.equals(before)) {
            return wasUnknown ? List.of(new Entry.KnowledgeRegained(key, state.openIncident(subject(guard, key)).orElse(0))) : List.of();
        }
        var entries = new ArrayList<Entry>();
        var said = awaited.map(Reading::says).orElse(why);
        long incident = incidentFor(guard, key, next, said, entries);
        if (wasUnknown) {
            entries.add(new Entry.KnowledgeRegained(key, incident));
        }
        entries.add(new Entry.StandingChanged(key, next, said, incident));
        if (next instanceof Standing.Firing && !(before instanceof Standing.Firing) && tellsOfUse(guard)) {
            memoryAtFall(guard, incident).ifPresent(entries::add);
        }
        return entries;
    }

    /** Whether the guard says that its service is of no use as it is: a journey does, and whatever restarts it, save what looks at its memory itself. */
    private boolean tellsOfUse(Guard guard) {
        boolean restarts = state.duty(guard.name()).filter(duty -> duty.runbook().then().stream().anyMatch(Verb::replaces)).isPresent();
        return switch (guard.condition()) {
            case Condition.JourneyFails _ -> true;
            case Condition.Gives(var query) -> restarts && !OF_MEMORY.matcher(query).find();
            case Condition.Strange strange -> restarts && !OF_MEMORY.matcher(strange.of()).find();
            case Condition.Raised(var alert) -> restarts && !OF_MEMORY.matcher(alert).find();
            case Condition.HeartbeatOverdue _, Condition.Absent _, Condition.Burns _ -> restarts;
            case Condition.RunsOut _, Condition.Fallen _, Condition.Exhausted _, Condition.AgentAway _, Condition.VantageAway _, Condition.BalancerAway _ -> false;
        };
    }

    /** What a rule waits for before it fires: its {@code for} runs where the rule is evaluated. A target that failed once says nothing yet. */
    private Optional<Reading> awaited(Guard guard, GuardKey key) {
        return guard.condition() instanceof Condition.Raised
                ? seen.readings(guard.name()).stream().filter(reading -> !reading.bad() && !reading.says().isBlank() && Seen.key(guard.name(), reading).equals(key)).findFirst()
                : Optional.empty();
    }

    private Standing pending(Standing before, boolean wasUnknown) {
        return before instanceof Standing.Pending && !wasUnknown ? before : new Standing.Pending(at);
    }

    /** Of a process that runs: one that ended was not held up. */
    private Optional<Entry> memoryAtFall(Guard guard, long incident) {
        var on = guard.on().filter(id -> state.processes.get(id) instanceof Process.Running);
        var held = on.flatMap(id -> seen.memory(id, at));
        var warm = on.flatMap(seen::warmMemory);
        boolean known = held.isPresent() && warm.isPresent() && seen.weighsFirst(on.get(), ((Process.Running) state.processes.get(on.get())).since());
        return known ? Optional.of(new Entry.MemoryAtFall(on.get(), held.get(), warm.get(), incident)) : Optional.empty();
    }

    /** It answers still, several times as late as when it had begun. */
    private List<Entry> slowness(Guard guard) {
        return guard.condition() instanceof Condition.JourneyFails(var journey) && seen.slow(journey, at)
                ? memoryAtFall(guard, guard.on().map(on -> state.openIncident(on).orElse(0)).orElse(0L)).map(List::of).orElse(List.of())
                : List.of();
    }

    private long incidentFor(Guard guard, GuardKey key, Standing next, String why, List<Entry> entries) {
        var subject = subject(guard, key);
        OptionalLong open = state.openIncident(subject);
        if (open.isPresent()) {
            return open.getAsLong();
        }
        boolean opens = switch (next) {
            case Standing.Firing _ -> true;
            case Standing.Pending _ -> worthSuspecting(guard) && !suspectedLately(subject);
            case Standing.Inactive _ -> false;
        };
        if (!opens) {
            return 0;
        }
        entries.add(new Entry.IncidentOpened(state.lastIncident + 1, subject, key, why));
        return state.lastIncident + 1;
    }

    /** A link of our own that is down for a moment, as after every start, is nobody's near miss. */
    private static boolean worthSuspecting(Guard guard) {
        return guard.on().isPresent() || switch (guard.condition()) {
            case Condition.Gives _, Condition.RunsOut _, Condition.Burns _, Condition.Strange _, Condition.Absent _, Condition.Raised _, Condition.JourneyFails _,
                    Condition.HeartbeatOverdue _ -> true;
            case Condition.Fallen _, Condition.Exhausted _, Condition.AgentAway _, Condition.VantageAway _, Condition.BalancerAway _ -> false;
        };
    }

    /** The first failed run of a journey opens an incident, so that evidence is kept even of what heals before it is confirmed. */
    private List<Entry> suspicion(Guard guard) {
        if (!(guard.condition() instanceof Condition.JourneyFails(var journey)) || guard.on().isEmpty()) {
            return List.of();
        }
        var stumble = seen.pulse(journey).firstFailed();
        var key = GuardKey.of(guard.name());
        if (stumble.isEmpty() || seen.isUnknown(key) || !(state.standing(key) instanceof Standing.Inactive) || !worthOpening(guard.on().get())) {
            return List.of();
        }
        var why = stumble.get().stumble().map(Object::toString).orElse("a run failed");
        return List.of(new Entry.IncidentOpened(state.lastIncident + 1, guard.on().get(), key, why));
    }

    private boolean worthOpening(ResourceId on) {
        return state.openIncident(on).isEmpty()
                && !suspectedLately(on)
                && !state.beingTakenDown(on)
                && state.processes.get(on) instanceof Process.Running running
                && seen.answeredSince(on, running.since());
    }

    private boolean suspectedLately(ResourceId on) {
        var last = state.suspectedAt.get(on);
        return last != null && last.plus(BETWEEN_SUSPICIONS).isAfter(at);
    }

    private ResourceId subject(Guard guard, GuardKey key) {
        return subject(state, guard, key);
    }

    static ResourceId subject(State state, Guard guard, GuardKey key) {
        return state.on(guard, key).orElseGet(() -> subject(guard));
    }

    private static ResourceId subject(Guard guard) {
        return guard.on().orElseGet(() -> new ResourceId(OWN, guard.name()));
    }

    /** Whether it is no resource, but what a guard without one speaks of. */
    static boolean isGuardsOwn(ResourceId subject) {
        return subject.kind().equals(OWN);
    }
}
