package koboshi.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
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
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.signal.Fact;

/** What an entry changes in the hard state. */
final class Consequences {
    /** Ended incidents kept at hand for the page; the journal has them all. */
    private static final int REMEMBERED_INCIDENTS = 50;
    /** What a service did long ago says little about it now. */
    private static final int REMEMBERED_FALLS = 10;

    /** A service taken out of the plan and put back is not to be acted upon the sooner for it; nor does any call come again later than this. */
    private static final Duration LONGEST_COOL_DOWN = Duration.ofDays(1);

    private final State state;

    Consequences(State state) {
        this.state = state;
    }

    void of(Entry entry) {
        switch (entry) {
            case Entry.ServiceAdopted(var service) -> {
                state.services.put(service.id(), service);
                state.planChanged();
            }
            case Entry.JourneyAdopted(var journey) -> {
                state.journeys.put(journey.name(), journey);
                state.planChanged();
            }
            case Entry.PoolAdopted(var pool) -> {
                state.pools.put(pool.name(), pool);
                state.planChanged();
                state.poolsChanged();
                letGoOfSeats();
            }
            case Entry.DutyAdopted(var duty) -> adopt(duty);
            case Entry.Dropped(var part, var name) -> drop(part, name);
            case Entry.StandingChanged changed -> stand(changed);
            case Entry.KnowledgeLost lost -> state.unknown.put(lost.key(), state.at);
            case Entry.KnowledgeRegained regained -> state.unknown.remove(regained.key());
            case Entry.IncidentOpened opened -> open(opened);
            case Entry.IncidentEnded(var id, var how) -> end(id, how);
            case Entry.Answering(var id, _, var since) -> state.incidents.computeIfPresent(id, (_, incident) -> incident.answering(since));
            case Entry.ActStarted started -> start(started);
            case Entry.ActRefused refused -> state.remedies.computeIfPresent(refused.by(), (_, remedy) -> after(remedy, refused));
            case Entry.Agreed agreed -> state.agreements.put(agreed.asked(), Agreement.of(agreed));
            case Entry.ReliefBegan began -> state.reliefs.put(began.on(), Relief.of(began, state.at));
            case Entry.ReliefDoomed(var on, _, var why) -> {
                state.reliefs.computeIfPresent(on, (_, relief) -> relief.doomed(why));
                state.reliefsInVain.put(on, state.at);
            }
            case Entry.ReliefEnded(var on, _, _) -> state.reliefs.remove(on);
            case Entry.SwitchBegan began -> state.switches.put(began.pool(), Switch.of(began, state.at));
            case Entry.SwitchYields(var pool, _) -> state.switches.computeIfPresent(pool, (_, going) -> going.yieldingFrom(state.at));
            case Entry.SwitchShifted(var pool, _) -> state.switches.computeIfPresent(pool, (_, going) -> going.shiftedAt(state.at));
            case Entry.SwitchTurnedBack(var pool, _, var why) -> state.switches.computeIfPresent(pool, (_, going) -> going.backFor(why));
            case Entry.SwitchEnded(var pool, _, _) -> state.switches.remove(pool);
            case Entry.ActDoubted(var act, _, _) -> state.acts.computeIfPresent(act, (_, open) -> open.doubtedAt(state.at));
            case Entry.ActEnded(var act, _, var outcome) -> endAct(act, outcome);
            case Entry.ProbationBegan began -> prove(began);
            case Entry.ProbationEnded(var act, _, var proved) -> endProbation(act, proved);
            case Entry.Frozen(var by, var why) -> state.freezes.put(by, new Freeze(by, why, state.at));
            case Entry.Thawed(var by, _) -> thaw(by);
            case Entry.MemoryAtFall fell -> remember(fell);
            case Entry.FactKept kept -> keep(kept);
            case Entry.Beaten(var heartbeat) -> state.beats.put(heartbeat, state.at);
            // What nobody lived through makes no beat late.
            case Entry.ClockJumped(var by) -> state.beats.replaceAll((_, beat) -> by.isNegative() ? beat : beat.plus(by));
            case Entry.Noted _, Entry.ServersFound _ -> {}
        }
    }

    private void adopt(Duty duty) {
        var before = state.duties.put(duty.name(), duty);
        state.planChanged();
        if (before != null && !before.guard().equals(duty.guard())) {
            forget(duty.name());
        } else if (before != null && !before.runbook().then().equals(duty.runbook().then())) {
            state.remedies.replaceAll((key, remedy) -> key.guard().equals(duty.name()) ? remedy.fromTheStart() : remedy);
        }
    }

    private void drop(String part, String name) {
        switch (part) {
            case "service" -> dropService(ResourceId.parse(name));
            case "pool" -> {
                state.pools.remove(name);
                state.planChanged();
                state.poolsChanged();
                letGoOfSeats();
            }
            case "journey" -> {
                state.journeys.remove(name);
                state.planChanged();
                waive(probation -> probation.proof().journey().equals(name));
            }
            case "guard" -> {
                state.duties.remove(name);
                state.planChanged();
                forget(name);
            }
            default -> throw new IllegalArgumentException("an entry drops an unknown part: " + part);
        }
    }

    private void dropService(ResourceId id) {
        state.services.remove(id);
        state.planChanged();
        state.processes.remove(id);
        state.heardAt.remove(id);
        state.turnedBad.remove(id);
        state.suspectedAt.remove(id);
        state.memoryAtFalls.remove(id);
        state.reliefsInVain.remove(id);
        waive(probation -> probation.on().equals(id));
    }

    /** What can be proved no more is neither a save nor a harm. */
    private void waive(Predicate<Probation> lost) {
        state.probations.values().stream().filter(lost)
                .forEach(probation -> state.remedies.computeIfPresent(probation.by(), (_, remedy) -> remedy.proves(probation) ? remedy.settled() : remedy));
        state.probations.values().removeIf(lost);
    }

    private void forget(String guard) {
        waive(probation -> probation.by().guard().equals(guard));
        state.standingsOf(guard).toList().forEach(state::clear);
        state.unknown.keySet().removeIf(key -> key.guard().equals(guard));
        state.remedies.keySet().removeIf(key -> key.guard().equals(guard));
        state.agreements.keySet().removeIf(key -> key.guard().equals(guard));
    }

    private void stand(Entry.StandingChanged changed) {
        var key = changed.key();
        switch (changed.to()) {
            case Standing.Inactive _ -> {
                state.clear(key);
                state.remedies.remove(key);
                state.agreements.remove(key);
            }
            case Standing.Pending pending -> state.stand(key, pending);
            case Standing.Firing firing -> {
                if (!(state.stand(key, firing) instanceof Standing.Firing(_, var clearSince))) {
                    fire(changed);
                } else if (clearSince.isPresent() && firing.clearSince().isEmpty()) {
                    state.remedies.computeIfPresent(key, (_, remedy) -> through(key, remedy) ? remedy.fromTheStart() : remedy);
                }
            }
        }
    }

    /** What holds anew before it stopped firing is another fall, for which nothing has been done yet. */
    private boolean through(GuardKey key, Remedy remedy) {
        var duty = state.duties.get(key.guard());
        boolean allDone = duty != null && remedy.step() >= duty.runbook().then().size();
        return remedy.phase() == Remedy.Phase.SETTLED || remedy.phase() == Remedy.Phase.READY && allDone;
    }

    private void fire(Entry.StandingChanged changed) {
        state.remedies.put(changed.key(), Remedy.begin(changed.incident()));
        var incident = state.incidents.get(changed.incident());
        if (incident == null) {
            return;
        }
        // A second guard of a service that is bad already says nothing new, and a guard without a service is no service.
        if (!incident.fired() && state.services.containsKey(incident.on())) {
            state.turnedBad.put(incident.on(), state.at);
        }
        state.incidents.put(incident.id(), incident.asFired());
    }

    /** Whoever thaws has looked: what turned bad before does not freeze again. */
    private void thaw(String by) {
        state.freezes.remove(by);
        if (by.equals(Safety.CORRELATED)) {
            state.turnedBad.clear();
        }
    }

    private void open(Entry.IncidentOpened opened) {
        state.lastIncident = Math.max(state.lastIncident, opened.incident());
        state.incidents.put(opened.incident(), Incident.opened(opened.incident(), opened.on(), opened.by(), opened.why(), state.at));
        state.openIncidents.put(opened.on(), opened.incident());
        state.suspectedAt.values().removeIf(last -> last.plus(Standings.BETWEEN_SUSPICIONS).isBefore(state.at));
        state.suspectedAt.put(opened.on(), state.at);
    }

    private void end(long id, Ending how) {
        var ended = state.incidents.computeIfPresent(id, (_, incident) -> incident.ended(state.at, how));
        if (ended != null) {
            state.openIncidents.remove(ended.on(), id);
        }
        if (ended != null) {
            forgetOldest(ended.kind());
        }
    }

    /** Each kind by itself: what nearly fell, which is often, must not push out what did. */
    private void forgetOldest(Incident.Kind kind) {
        var old = state.incidents.values().stream().filter(incident -> !incident.open() && incident.kind() == kind).map(Incident::id).toList();
        old.stream().limit(Math.max(0, old.size() - REMEMBERED_INCIDENTS)).forEach(state.incidents::remove);
    }

    private void start(Entry.ActStarted started) {
        state.lastAct = Math.max(state.lastAct, started.act());
        var act = Act.begun(started, Optional.ofNullable(state.processes.get(started.on())), state.at);
        state.acts.put(act.id(), act);
        if (act.motive() == Motive.RUNBOOK) {
            state.remedies.computeIfPresent(act.by(), (_, remedy) -> act.verb() == Verb.NOTIFY ? remedy.nextStep() : remedy.acting(act));
        }
        switch (act.verb()) {
            case NOTIFY -> called(act);
            case CAPTURE -> state.incidents.computeIfPresent(act.incident(), (_, incident) -> incident.capturedAt(state.at));
            case RESTART, RESTART_GENTLY, STOP, START, EJECT, DRAIN, READY -> state.incidents.computeIfPresent(act.incident(), (_, incident) -> incident.asHandled());
        }
        if (act.verb().changes()) {
            state.recent.addLast(act);
        }
        while (!state.recent.isEmpty() && state.recent.getFirst().started().isBefore(state.at.minus(State.AN_HOUR))) {
            state.recent.removeFirst();
        }
    }

    /** Evidence that cannot be had, or is at hand already, holds nothing up; nor does what is out already. What came back meanwhile is emptied anew. */
    private Remedy after(Remedy remedy, Entry.ActRefused refused) {
        if (refused.refusal() instanceof Refusal.StillServing(var backend) && !(state.seats.get(backend) instanceof Seat seat && seat.out())) {
            return remedy.fromTheStart();
        }
        boolean goOn = refused.verb() == Verb.CAPTURE && !(refused.refusal() instanceof Refusal.ActInProgress) || refused.refusal() instanceof Refusal.AlreadyOut;
        return goOn ? remedy.nextStep() : remedy.refused(refused.refusal());
    }

    private void called(Act act) {
        state.calledAt.values().removeIf(last -> !last.plus(LONGEST_COOL_DOWN).isAfter(state.at));
        state.calledAt.put(State.callKey(act.by(), act.motive(), act.why()), state.at);
    }

    private void endAct(long id, Outcome outcome) {
        var act = state.acts.remove(id);
        if (act == null) {
            return;
        }
        boolean moved = outcome instanceof Outcome.Done && act.verb().disruptive() && act.motive() != Motive.COURSE;
        if (act.verb().byBalancer() && !(outcome instanceof Outcome.Done)) {
            // What moved nothing counts against nobody.
            state.recent.removeIf(one -> one.id() == id);
        }
        if (act.verb().byBalancer() ? moved : act.verb().changes()) {
            state.disruptedAt.put(act.on(), state.at);
            state.disruptedAt.entrySet().removeIf(each -> !state.services.containsKey(each.getKey()) && state.poolOf(each.getKey()).isEmpty() && each.getValue().plus(LONGEST_COOL_DOWN).isBefore(state.at));
        }
        if (act.verb().byBalancer() && outcome instanceof Outcome.Done) {
            seat(act);
        }
        state.reliefs.computeIfPresent(act.on(), (_, relief) -> relieved(relief, act, outcome));
        if (outcome instanceof Outcome.Done) {
            state.agreements.computeIfPresent(act.by(), (_, agreement) -> agreement.verb() == act.verb() ? null : agreement);
        }
        if (act.verb() == Verb.STOP && outcome instanceof Outcome.Done) {
            state.processes.computeIfPresent(act.on(), (_, process) -> process.stopped());
        }
        state.remedies.computeIfPresent(act.by(), (_, remedy) -> after(remedy, act, outcome));
    }

    /** What a person ordered is tried once; what a guard wants it tries again. */
    private Relief relieved(Relief relief, Act act, Outcome outcome) {
        boolean over = outcome instanceof Outcome.Done || act.motive() == Motive.ORDER;
        return act.verb() == relief.verb() && over ? relief.doneAt(state.at) : relief;
    }

    private void seat(Act act) {
        state.poolOf(act.on()).ifPresent(pool -> state.seats.compute(act.on(), (_, before) -> atOnce(Seats.after(before, act, pool, state.at), pool)));
    }

    /** Where a switch turns back there is no time for a rising share. */
    private Seat atOnce(Seat seat, Pool pool) {
        boolean turnsBack = state.switches.get(pool.name()) instanceof Switch going && going.back().isPresent();
        return turnsBack && seat instanceof Seat.Returned(var since, var by, var relapses) && by.equals(Switches.by(pool.name()))
                ? new Seat.Returned(since.minus(pool.back().ramp()), by, relapses)
                : seat;
    }

    /** A server that comes back into the plan days later must not be thrown out for what was then. */
    private void letGoOfSeats() {
        state.seats.keySet().removeIf(backend -> state.poolOf(backend).isEmpty());
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
        var remedy = state.remedies.entrySet().stream().filter(each -> each.getValue().acted() == began.act()).findFirst();
        remedy.ifPresent(each -> {
            var incident = state.incidents.get(began.incident());
            state.probations.put(began.act(), new Probation(
                    began.act(), began.incident(), incident.on(), each.getKey(), began.proof(), state.at, began.until()));
            each.setValue(each.getValue().proving());
        });
    }

    private void endProbation(long act, boolean proved) {
        var probation = state.probations.remove(act);
        if (probation == null) {
            return;
        }
        state.records.merge(probation.by().guard(), TrackRecord.NONE.plus(proved), (before, _) -> before.plus(proved));
        state.remedies.computeIfPresent(probation.by(), (_, remedy) -> afterProof(remedy, probation, proved));
    }

    /** A guard may have cleared and fired anew meanwhile: an old act's proof says nothing about what is done now. */
    private static Remedy afterProof(Remedy remedy, Probation probation, boolean proved) {
        if (!remedy.proves(probation)) {
            return remedy;
        }
        return proved ? remedy.settled() : remedy.fromTheStart();
    }

    private void remember(Entry.MemoryAtFall fell) {
        var falls = state.memoryAtFalls.computeIfAbsent(fell.on(), _ -> new ArrayDeque<>());
        falls.addLast(fell);
        if (falls.size() > REMEMBERED_FALLS) {
            falls.removeFirst();
        }
    }

    private void keep(Entry.FactKept kept) {
        state.factSeqs.merge(kept.agent() + " " + kept.boot(), kept.seq(), Math::max);
        if (!state.services.containsKey(kept.on())) {
            return;
        }
        if (kept.fact() instanceof Fact.Observed) {
            state.heardAt.put(kept.on(), state.at);
        }
        state.processes.compute(kept.on(), (_, before) -> Process.after(before, kept.fact(), stopWanted(kept.on()), state.at));
        if (kept.fact() instanceof Fact.Started && kept.incident() != 0) {
            state.incidents.computeIfPresent(kept.incident(), (_, incident) -> incident.asHandled());
        }
    }

    private boolean stopWanted(ResourceId on) {
        return state.recent.stream().filter(act -> act.on().equals(on)).reduce((_, later) -> later).filter(act -> act.verb() == Verb.STOP).isPresent();
    }
}
