package koboshi.http;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import koboshi.action.Verb;
import koboshi.incident.Ending;
import koboshi.incident.Entry;
import koboshi.signal.Fact;
import tools.jackson.databind.node.ObjectNode;

/** What happened in a stretch of time and is worth a mark on a chart. */
final class Marks {
    private static final int MOST = 500;

    private final Past past;
    private final Lines lines;

    Marks(House house, ZoneId zone) {
        this.past = new Past(house);
        this.lines = new Lines(zone);
    }

    List<Route> routes() {
        return List.of(Route.look("/api/marks", visit -> Reply.of(answer(visit))));
    }

    private Answer answer(Visit visit) {
        var found = past.lines(Past.Stretch.of(visit), entry -> kind(entry).isPresent());
        var shown = found.lines().subList(Math.max(0, found.lines().size() - MOST), found.lines().size());
        var root = Json.object().put("whole", found.whole() && shown.size() == found.lines().size());
        var marks = root.putArray("marks");
        shown.forEach(line -> marks.add(shape(line)));
        return Answer.json(200, root);
    }

    private ObjectNode shape(Line line) {
        var node = lines.shape(line);
        node.remove("entry");
        return node.put("kind", kind(line.entry()).orElseThrow());
    }

    /** What most entries tell is no mark: a chart needs what may have turned the curve. */
    static Optional<String> kind(Entry entry) {
        return switch (entry) {
            case Entry.Noted noted -> Optional.of(noted.kind());
            case Entry.IncidentOpened _ -> Optional.of("opened");
            case Entry.IncidentEnded(_, var how) -> Optional.of(how == Ending.NEAR_MISS ? "near-miss" : "ended");
            case Entry.ActStarted started when started.verb().changes() -> Optional.of(kind(started.verb()));
            case Entry.Frozen _ -> Optional.of("freeze");
            case Entry.Thawed _ -> Optional.of("thaw");
            case Entry.ServiceAdopted _, Entry.JourneyAdopted _, Entry.PoolAdopted _, Entry.ServersFound _, Entry.DutyAdopted _, Entry.Dropped _ -> Optional.of("reload");
            case Entry.ClockJumped _ -> Optional.of("clock");
            case Entry.FactKept kept -> kind(kept.fact());
            default -> Optional.empty();
        };
    }

    /** However gently it is done, a restart is one. */
    private static String kind(Verb verb) {
        return verb == Verb.RESTART_GENTLY ? "restart" : verb.name().toLowerCase(Locale.ROOT);
    }

    /** What ended by order has its mark already: that of the order. */
    private static Optional<String> kind(Fact fact) {
        return switch (fact) {
            case Fact.Exited(_, var cause, _, _, _) -> cause == Fact.Cause.ORDERED ? Optional.empty() : Optional.of("fell");
            case Fact.Exhausted _, Fact.StartFailed _ -> Optional.of("fell");
            case Fact.Started(_, _, var adopted) -> adopted ? Optional.empty() : Optional.of("started");
            case Fact.Observed _, Fact.Remarked _ -> Optional.empty();
        };
    }
}
