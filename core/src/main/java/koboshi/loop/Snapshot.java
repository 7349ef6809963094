package koboshi.loop;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import koboshi.action.Duty;
import koboshi.action.TrackRecord;
import koboshi.guard.GuardKey;
import koboshi.guard.Standing;
import koboshi.incident.Entry;
import koboshi.incident.Incident;
import koboshi.journey.Journey;
import koboshi.resource.Pool;
import koboshi.resource.ResourceId;
import koboshi.resource.Service;

/** Hard state as plain values, to be stored so that a start need not replay from the beginning. Two equal states have equal snapshots. */
public record Snapshot(
        Instant at,
        long lastAct,
        long lastIncident,
        List<Service> services,
        List<Journey> journeys,
        List<Duty> duties,
        List<Stood> standings,
        List<Stand> remedies,
        List<Act> acts,
        List<Act> recent,
        List<Probation> probations,
        List<Incident> incidents,
        List<Alive> processes,
        List<Freeze> freezes,
        Map<String, TrackRecord> records,
        Map<String, Long> factSeqs,
        Map<String, Instant> calledAt,
        Map<String, Instant> beats,
        List<Since> heardAt,
        List<Since> turnedBad,
        List<Since> suspectedAt,
        List<Since> disruptedAt,
        List<UnknownSince> unknown,
        List<Entry.MemoryAtFall> memoryAtFalls,
        List<Pool> pools,
        List<Seated> seats,
        List<Given> agreements,
        List<Relief> reliefs,
        List<Since> reliefsInVain,
        List<Switch> switches) {
    /** What an earlier release wrote knows nothing of traffic. */
    public Snapshot {
        agreements = agreements == null ? List.of() : agreements;
        switches = switches == null ? List.of() : switches;
        reliefs = reliefs == null ? List.of() : reliefs;
        reliefsInVain = reliefsInVain == null ? List.of() : reliefsInVain;
        pools = pools == null ? List.of() : pools;
        seats = seats == null ? List.of() : seats;
    }

    public record Seated(ResourceId on, Seat seat) {}

    public record Given(GuardKey asked, Agreement agreement) {}

    public record Stood(GuardKey key, Standing standing) {}

    public record Stand(GuardKey key, Remedy remedy) {}

    public record Alive(ResourceId on, Process process) {}

    public record Since(ResourceId on, Instant at) {}

    public record UnknownSince(GuardKey key, Instant at) {}

    static Snapshot of(State state) {
        return new Snapshot(
                state.at,
                state.lastAct,
                state.lastIncident,
                List.copyOf(state.services.values()),
                List.copyOf(state.journeys.values()),
                List.copyOf(state.duties.values()),
                state.standings.entrySet().stream().map(each -> new Stood(each.getKey(), each.getValue())).toList(),
                state.remedies.entrySet().stream().map(each -> new Stand(each.getKey(), each.getValue())).toList(),
                List.copyOf(state.acts.values()),
                List.copyOf(state.recent),
                List.copyOf(state.probations.values()),
                List.copyOf(state.incidents.values()),
                state.processes.entrySet().stream().map(each -> new Alive(each.getKey(), each.getValue())).toList(),
                List.copyOf(state.freezes.values()),
                Map.copyOf(state.records),
                Map.copyOf(state.factSeqs),
                Map.copyOf(state.calledAt),
                Map.copyOf(state.beats),
                since(state.heardAt),
                since(state.turnedBad),
                since(state.suspectedAt),
                since(state.disruptedAt),
                state.unknown.entrySet().stream().map(each -> new UnknownSince(each.getKey(), each.getValue())).toList(),
                state.memoryAtFalls.values().stream().flatMap(Collection::stream).toList(),
                List.copyOf(state.pools.values()),
                state.seats.entrySet().stream().map(each -> new Seated(each.getKey(), each.getValue())).toList(),
                state.agreements.entrySet().stream().map(each -> new Given(each.getKey(), each.getValue())).toList(),
                List.copyOf(state.reliefs.values()),
                since(state.reliefsInVain),
                List.copyOf(state.switches.values()));
    }

    private static List<Since> since(Map<ResourceId, Instant> moments) {
        return moments.entrySet().stream().map(each -> new Since(each.getKey(), each.getValue())).toList();
    }

    State restore() {
        var state = new State();
        state.at = at;
        state.lastAct = lastAct;
        state.lastIncident = lastIncident;
        services.forEach(service -> state.services.put(service.id(), service));
        journeys.forEach(journey -> state.journeys.put(journey.name(), journey));
        duties.forEach(duty -> state.duties.put(duty.name(), duty));
        pools.forEach(pool -> state.pools.put(pool.name(), pool));
        state.poolsChanged();
        switches.forEach(each -> state.switches.put(each.pool(), each));
        reliefs.forEach(relief -> state.reliefs.put(relief.on(), relief));
        reliefsInVain.forEach(each -> state.reliefsInVain.put(each.on(), each.at()));
        seats.forEach(each -> state.seats.put(each.on(), each.seat()));
        agreements.forEach(each -> state.agreements.put(each.asked(), each.agreement()));
        standings.forEach(each -> state.standings.put(each.key(), each.standing()));
        remedies.forEach(each -> state.remedies.put(each.key(), each.remedy()));
        acts.forEach(act -> state.acts.put(act.id(), act));
        state.recent.addAll(recent);
        probations.forEach(probation -> state.probations.put(probation.act(), probation));
        incidents.forEach(incident -> state.incidents.put(incident.id(), incident));
        incidents.stream().filter(Incident::open).forEach(incident -> state.openIncidents.put(incident.on(), incident.id()));
        processes.forEach(each -> state.processes.put(each.on(), each.process()));
        freezes.forEach(freeze -> state.freezes.put(freeze.by(), freeze));
        state.records.putAll(records);
        state.factSeqs.putAll(factSeqs);
        state.calledAt.putAll(calledAt);
        state.beats.putAll(beats);
        heardAt.forEach(each -> state.heardAt.put(each.on(), each.at()));
        turnedBad.forEach(each -> state.turnedBad.put(each.on(), each.at()));
        suspectedAt.forEach(each -> state.suspectedAt.put(each.on(), each.at()));
        disruptedAt.forEach(each -> state.disruptedAt.put(each.on(), each.at()));
        unknown.forEach(each -> state.unknown.put(each.key(), each.at()));
        memoryAtFalls.forEach(fall -> state.memoryAtFalls.computeIfAbsent(fall.on(), _ -> new ArrayDeque<>()).addLast(fall));
        return state;
    }
}
