package koboshi.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import koboshi.action.Duty;
import koboshi.action.Motive;
import koboshi.action.Outcome;
import koboshi.action.Refusal;
import koboshi.action.TrackRecord;
import koboshi.action.Verb;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.incident.Ending;
import koboshi.incident.Entry;
import koboshi.incident.Incident;
import koboshi.journey.Journey;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;
import koboshi.signal.Fact;

/**
 * Hard state: everything that happened and still matters, built from entries and nothing else.
 *
 * <p>Replay is {@link #apply} over the journal; it never decides. Owned by the loop's one thread: the working copy is changed in place,
 * since copying it for each of ten thousand events a second would cost more than deciding them.
 */
public final class State {
    /** Ended incidents kept at hand for the page; the journal has them all. */
    private static final int REMEMBERED_INCIDENTS = 50;

    private static final Duration AN_HOUR = Duration.ofHours(1);

    final TreeMap<ResourceId, Service> services = new TreeMap<>();
    final TreeMap<String, Journey> journeys = new TreeMap<>();
    final TreeMap<String, Duty> duties = new TreeMap<>();
    final TreeMap<GuardKey, Standing> standings = new TreeMap<>();
    final TreeMap<GuardKey, Instant> unknown = new TreeMap<>();
    final TreeMap<GuardKey, Remedy> remedies = new TreeMap<>();
    final TreeMap<Long, Act> acts = new TreeMap<>();
    final TreeMap<Long, Probation> probations = new TreeMap<>();
    final TreeMap<ResourceId, Long> openIncidents = new TreeMap<>();
    final TreeMap<Long, Incident> incidents = new TreeMap<>();
    final TreeMap<ResourceId, Process> processes = new TreeMap<>();
    /** When its agent last looked, as it does after an act whose outcome is unknown. */
    final TreeMap<ResourceId, Instant> heardAt = new TreeMap<>();
    final TreeMap<ResourceId, Instant> turnedBad = new TreeMap<>();
    final TreeMap<ResourceId, Instant> suspectedAt = new TreeMap<>();
    final TreeMap<ResourceId, Instant> disruptedAt = new TreeMap<>();
    final TreeMap<String, Instant> calledAt = new TreeMap<>();
    final TreeMap<String, TrackRecord> records = new TreeMap<>();
    final TreeMap<String, Long> factSeqs = new TreeMap<>();
    final TreeMap<String, Freeze> freezes = new TreeMap<>();
    final Deque<Act> recent = new ArrayDeque<>();
    long lastAct;
    long lastIncident;
    Instant at = Instant.EPOCH;

    /** Changes the state as the entry says; the moment is when it was written. */
    public void apply(Entry entry, Instant moment) {
        at = moment.isAfter(at) ? moment : at;
        switch (entry) {
            case Entry.ServiceAdopted(var service) -> services.put(service.id(), service);
            case Entry.JourneyAdopted(var journey) -> journeys.put(journey.name(), journey);
            case Entry.DutyAdopted(var duty) -> adopt(duty);
            case Entry.Dropped(var part, var name) -> drop(part, name);
            case Entry.StandingChanged changed -> stand(changed);
            case Entry.KnowledgeLost lost -> unknown.put(lost.key(), at);
            case Entry.KnowledgeRegained regained -> unknown.remove(regained.key());
            case Entry.IncidentOpened opened -> open(opened);
            case Entry.IncidentEnded(var id, var how) -> end(id, how);
            case Entry.Answering(var id, _, var since) -> incidents.computeIfPresent(id, (_, incident) -> incident.answering(since));
            case Entry.ActStarted started -> start(started);
            case Entry.ActRefused refused -> remedies.computeIfPresent(refused.by(), (_, remedy) -> after(remedy, refused));
            case Entry.ActDoubted(var act, _, _) -> acts.computeIfPresent(act, (_, open) -> open.doubtedAt(at));
            case Entry.ActEnded(var act, _, var outcome) -> endAct(act, outcome);
            case Entry.ProbationBegan began -> prove(began);
            case Entry.ProbationEnded(var act, _, var proved) -> endProbation(act, proved);
            case Entry.Frozen(var by, var why) -> freezes.put(by, new Freeze(by, why, at));
            case Entry.Thawed(var by, _) -> thaw(by);
            case Entry.FactKept kept -> keep(kept);
            case Entry.ClockJumped _, Entry.Noted _ -> {}
        }
    }

    private void adopt(Duty duty) {
        var before = duties.put(duty.name(), duty);
        if (before != null && !before.guard().equals(duty.guard())) {
            forget(duty.name());
        } else if (before != null && !before.runbook().then().equals(duty.runbook().then())) {
            remedies.replaceAll((key, remedy) -> key.guard().equals(duty.name()) ? remedy.fromTheStart() : remedy);
        }
    }

    private void drop(String part, String name) {
        switch (part) {
            case "service" -> dropService(ResourceId.parse(name));
            case "journey" -> {
                journeys.remove(name);
                waive(probation -> probation.proof().journey().equals(name));
            }
            case "guard" -> {
                duties.remove(name);
                forget(name);
            }
            default -> throw new IllegalArgumentException("an entry drops an unknown part: " + part);
        }
    }

    private void dropService(ResourceId id) {
        services.remove(id);
        processes.remove(id);
        heardAt.remove(id);
        turnedBad.remove(id);
        suspectedAt.remove(id);
        waive(probation -> probation.on().equals(id));
    }

    /** What can be proved no more is neither a save nor a harm. */
    private void waive(Predicate<Probation> lost) {
        probations.values().stream().filter(lost)
                .forEach(probation -> remedies.computeIfPresent(probation.by(), (_, remedy) -> remedy.proves(probation) ? remedy.settled() : remedy));
        probations.values().removeIf(lost);
    }

    private void forget(String guard) {
        waive(probation -> probation.by().guard().equals(guard));
        standings.keySet().removeIf(key -> key.guard().equals(guard));
        unknown.keySet().removeIf(key -> key.guard().equals(guard));
        remedies.keySet().removeIf(key -> key.guard().equals(guard));
    }

    private void stand(Entry.StandingChanged changed) {
        var key = changed.key();
        switch (changed.to()) {
            case Standing.Inactive _ -> {
                standings.remove(key);
                remedies.remove(key);
            }
            case Standing.Pending pending -> standings.put(key, pending);
            case Standing.Firing firing -> {
                if (!(standings.put(key, firing) instanceof Standing.Firing(_, var clearSince))) {
                    fire(changed);
                } else if (clearSince.isPresent() && firing.clearSince().isEmpty()) {
                    remedies.computeIfPresent(key, (_, remedy) -> through(key, remedy) ? remedy.fromTheStart() : remedy);
                }
            }
        }
    }

    /** What holds anew before it stopped firing is another fall, for which nothing has been done yet. */
    private boolean through(GuardKey key, Remedy remedy) {
        var duty = duties.get(key.guard());
        boolean allDone = duty != null && remedy.step() >= duty.runbook().then().size();
        return remedy.phase() == Remedy.Phase.SETTLED || remedy.phase() == Remedy.Phase.READY && allDone;
    }

    private void fire(Entry.StandingChanged changed) {
        remedies.put(changed.key(), Remedy.begin(changed.incident()));
        var incident = incidents.get(changed.incident());
        if (incident == null) {
            return;
        }
        // A second guard of a service that is bad already says nothing new, and a guard without a service is no service.
        if (!incident.fired() && services.containsKey(incident.on())) {
            turnedBad.put(incident.on(), at);
        }
        incidents.put(incident.id(), incident.asFired());
    }

    /** Whoever thaws has looked: what turned bad before does not freeze again. */
    private void thaw(String by) {
        freezes.remove(by);
        if (by.equals(Safety.CORRELATED)) {
            turnedBad.clear();
        }
    }

    private void open(Entry.IncidentOpened opened) {
        lastIncident = Math.max(lastIncident, opened.incident());
        incidents.put(opened.incident(), Incident.opened(opened.incident(), opened.on(), opened.by(), opened.why(), at));
        openIncidents.put(opened.on(), opened.incident());
        suspectedAt.put(opened.on(), at);
    }

    private void end(long id, Ending how) {
        var ended = incidents.computeIfPresent(id, (_, incident) -> incident.ended(at, how));
        if (ended != null) {
            openIncidents.remove(ended.on(), id);
        }
        var old = incidents.values().stream().filter(incident -> !incident.open()).map(Incident::id).toList();
        old.stream().limit(Math.max(0, old.size() - REMEMBERED_INCIDENTS)).forEach(incidents::remove);
    }

    private void start(Entry.ActStarted started) {
        lastAct = Math.max(lastAct, started.act());
        var act = Act.begun(started, Optional.ofNullable(processes.get(started.on())), at);
        acts.put(act.id(), act);
        if (act.motive() == Motive.RUNBOOK) {
            remedies.computeIfPresent(act.by(), (_, remedy) -> act.verb() == Verb.NOTIFY ? remedy.nextStep() : remedy.acting(act));
        }
        switch (act.verb()) {
            case NOTIFY -> called(act);
            case CAPTURE -> incidents.computeIfPresent(act.incident(), (_, incident) -> incident.capturedAt(at));
            case RESTART, STOP, START -> incidents.computeIfPresent(act.incident(), (_, incident) -> incident.asHandled());
        }
        if (act.verb().changes()) {
            recent.addLast(act);
        }
        while (!recent.isEmpty() && recent.getFirst().started().isBefore(at.minus(AN_HOUR))) {
            recent.removeFirst();
        }
    }

    /** Evidence that cannot be had, or is at hand already, holds nothing up. */
    private static Remedy after(Remedy remedy, Entry.ActRefused refused) {
        boolean goOn = refused.verb() == Verb.CAPTURE && !(refused.refusal() instanceof Refusal.ActInProgress);
        return goOn ? remedy.nextStep() : remedy.refused(refused.refusal());
    }

    private void called(Act act) {
        calledAt.values().removeIf(last -> !last.plus(AN_HOUR).isAfter(at));
        calledAt.put(callKey(act.by(), act.motive(), act.why()), at);
    }

    /** What follows a colon differs from time to time; a call about the same thing is the same call. */
    static String callKey(GuardKey by, Motive motive, String why) {
        return by + " " + (motive == Motive.RUNBOOK ? "runbook" : why.split(":", 2)[0]);
    }

    private void endAct(long id, Outcome outcome) {
        var act = acts.remove(id);
        if (act == null) {
            return;
        }
        if (act.verb().changes()) {
            disruptedAt.put(act.on(), at);
        }
        if (act.verb() == Verb.STOP && outcome instanceof Outcome.Done) {
            processes.computeIfPresent(act.on(), (_, process) -> process.stopped());
        }
        remedies.computeIfPresent(act.by(), (_, remedy) -> after(remedy, act, outcome));
    }

    private Remedy after(Remedy remedy, Act act, Outcome outcome) {
        if (remedy.act() != act.id()) {
            return remedy;
        }
        return switch (outcome) {
            case Outcome.Done _ -> remedy.nextStep();
            case Outcome.Failed _, Outcome.Unknown _ -> act.verb().changes() ? remedy.sameStepAgain() : remedy.nextStep();
        };
    }

    private void prove(Entry.ProbationBegan began) {
        var remedy = remedies.entrySet().stream().filter(each -> each.getValue().acted() == began.act()).findFirst();
        remedy.ifPresent(each -> {
            var incident = incidents.get(began.incident());
            probations.put(began.act(), new Probation(
                    began.act(), began.incident(), incident.on(), each.getKey(), began.proof(), at, began.until()));
            each.setValue(each.getValue().proving());
        });
    }

    private void endProbation(long act, boolean proved) {
        var probation = probations.remove(act);
        if (probation == null) {
            return;
        }
        records.merge(probation.by().guard(), TrackRecord.NONE.plus(proved), (before, _) -> before.plus(proved));
        remedies.computeIfPresent(probation.by(), (_, remedy) -> afterProof(remedy, probation, proved));
    }

    /** A guard may have cleared and fired anew meanwhile: an old act's proof says nothing about what is done now. */
    private static Remedy afterProof(Remedy remedy, Probation probation, boolean proved) {
        if (!remedy.proves(probation)) {
            return remedy;
        }
        return proved ? remedy.settled() : remedy.fromTheStart();
    }

    private void keep(Entry.FactKept kept) {
        factSeqs.merge(kept.agent() + " " + kept.boot(), kept.seq(), Math::max);
        if (!services.containsKey(kept.on())) {
            return;
        }
        if (kept.fact() instanceof Fact.Observed) {
            heardAt.put(kept.on(), at);
        }
        processes.compute(kept.on(), (_, before) -> Process.after(before, kept.fact(), stopWanted(kept.on()), at));
        if (kept.fact() instanceof Fact.Started && kept.incident() != 0) {
            incidents.computeIfPresent(kept.incident(), (_, incident) -> incident.asHandled());
        }
    }

    private boolean stopWanted(ResourceId on) {
        return recent.stream().filter(act -> act.on().equals(on)).reduce((_, later) -> later).filter(act -> act.verb() == Verb.STOP).isPresent();
    }

    public Snapshot snapshot() {
        return Snapshot.of(this);
    }

    public static State of(Snapshot snapshot) {
        return snapshot.restore();
    }

    Plan plan() {
        return new Plan(services, journeys, duties);
    }

    Standing standing(GuardKey key) {
        return standings.getOrDefault(key, Standing.INACTIVE);
    }

    OptionalLong openIncident(ResourceId on) {
        var id = openIncidents.get(on);
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    Optional<Act> openAct(ResourceId on) {
        return acts.values().stream().filter(act -> act.verb().byAgent() && act.on().equals(on)).findFirst();
    }

    public Collection<Act> openActs() {
        return acts.values();
    }

    /** The last number of an agent's facts that is durable here. */
    public long lastFact(String agent, String boot) {
        return factSeqs.getOrDefault(agent + " " + boot, 0L);
    }

    public Instant at() {
        return at;
    }

    public Collection<Service> services() {
        return services.values();
    }

    public Optional<Service> service(ResourceId id) {
        return Optional.ofNullable(services.get(id));
    }

    public Collection<Journey> journeys() {
        return journeys.values();
    }

    public Collection<Duty> duties() {
        return duties.values();
    }

    public Map<GuardKey, Standing> standings() {
        return standings;
    }

    public Map<GuardKey, Instant> unknown() {
        return unknown;
    }

    public Map<ResourceId, Process> processes() {
        return processes;
    }

    public Collection<Probation> probations() {
        return probations.values();
    }

    public TrackRecord record(String guard) {
        return records.getOrDefault(guard, TrackRecord.NONE);
    }

    public Optional<Incident> incident(long id) {
        return Optional.ofNullable(incidents.get(id));
    }

    /** Open ones and the latest ended, newest first. */
    public List<Incident> incidents() {
        var newestFirst = new ArrayList<>(incidents.values());
        newestFirst.sort(Comparator.comparingLong(Incident::id).reversed());
        return newestFirst;
    }

    public Optional<Freeze> freeze() {
        return freezes.values().stream().min(Comparator.comparing(Freeze::since));
    }

    boolean beingTakenDown(ResourceId on) {
        for (var act : acts.values()) {
            if (act.verb().disruptive() && act.on().equals(on)) {
                return true;
            }
        }
        return false;
    }

    long disruptionsInTheLastHour(ResourceId on, String guard, Instant moment) {
        return recent.stream().filter(act -> counts(act, on, guard, moment)).count();
    }

    Optional<Instant> oldestDisruptionOfTheHour(ResourceId on, String guard, Instant moment) {
        return recent.stream().filter(act -> counts(act, on, guard, moment)).map(Act::started).findFirst();
    }

    private static boolean counts(Act act, ResourceId on, String guard, Instant moment) {
        return act.on().equals(on) && act.by().guard().equals(guard) && act.started().isAfter(moment.minus(AN_HOUR));
    }
}
