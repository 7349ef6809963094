package koboshi.http;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import koboshi.incident.Entry;
import koboshi.resource.ResourceId;

/**
 * What happened to a resource after somebody looked.
 *
 * <p>A refused act and a standing that moved change nothing about the resource itself, so an order given meanwhile still means what it meant.
 */
final class Changes {
    private static final int BATCH = 500;
    private static final int MOST = 20 * BATCH;

    private final Optional<ResourceId> on;
    private final Set<Long> incidents = new HashSet<>();
    private final Set<Long> acts = new HashSet<>();

    private Changes(View view, Optional<ResourceId> on) {
        this.on = on;
        view.incidents().stream().filter(one -> on.equals(Optional.of(one.on()))).forEach(one -> incidents.add(one.id()));
        view.acts().stream().filter(one -> on.equals(Optional.of(one.on()))).forEach(one -> acts.add(one.act()));
    }

    /** @param on empty for the freeze of all hands */
    static Optional<Line> first(House house, long offset, Optional<ResourceId> on) {
        var changes = new Changes(house.view(), on);
        long from = offset;
        for (int read = 0; read < MOST; read += BATCH) {
            List<Line> batch = house.linesAfter(from, BATCH);
            var found = batch.stream().filter(line -> changes.concerns(line.entry())).findFirst();
            if (found.isPresent() || batch.size() < BATCH) {
                return found;
            }
            from = batch.getLast().offset();
        }
        throw new Refused(409, "too much happened since offset " + offset + ": look again, then repeat if you still want it");
    }

    private boolean concerns(Entry entry) {
        return switch (entry) {
            case Entry.Frozen _, Entry.Thawed _ -> on.isEmpty();
            case Entry.ServiceAdopted(var service) -> is(service.id());
            case Entry.Dropped dropped -> Lines.on(dropped).filter(this::is).isPresent();
            case Entry.IncidentOpened opened -> is(opened.on());
            case Entry.IncidentEnded ended -> incidents.contains(ended.incident());
            case Entry.Answering answering -> incidents.contains(answering.incident());
            case Entry.ActStarted started -> is(started.on());
            case Entry.ActDoubted doubted -> acts.contains(doubted.act());
            case Entry.ActEnded ended -> acts.contains(ended.act()) || incidents.contains(ended.incident());
            case Entry.ProbationEnded ended -> acts.contains(ended.act()) || incidents.contains(ended.incident());
            case Entry.ReliefBegan began -> is(began.on());
            case Entry.SwitchBegan _, Entry.SwitchTurnedBack _, Entry.SwitchEnded _ -> Lines.on(entry).filter(this::is).isPresent();
            case Entry.FactKept kept -> is(kept.on());
            case Entry.JourneyAdopted _, Entry.PoolAdopted _, Entry.ServersFound _, Entry.DutyAdopted _, Entry.StandingChanged _, Entry.KnowledgeLost _, Entry.KnowledgeRegained _,
                    Entry.ActRefused _, Entry.Agreed _, Entry.ReliefDoomed _, Entry.ReliefEnded _, Entry.SwitchYields _, Entry.SwitchShifted _, Entry.ProbationBegan _, Entry.ClockJumped _, Entry.Noted _, Entry.Beaten _, Entry.MemoryAtFall _ -> false;
        };
    }

    private boolean is(ResourceId resource) {
        return on.filter(resource::equals).isPresent();
    }
}
