package koboshi.http;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import koboshi.action.Verb;
import koboshi.incident.Entry;
import koboshi.signal.Fact;
import tools.jackson.databind.node.ObjectNode;

/** What happened in a stretch of time and is worth a mark on a chart. */
final class Marks {
    private static final int MOST = 500;
    /** So many entries are read at most for one answer; the latest count. */
    private static final int READ = 20_000;
    private static final int AT_ONCE = 500;

    private final House house;
    private final Lines lines;

    Marks(House house, ZoneId zone) {
        this.house = house;
        this.lines = new Lines(zone);
    }

    List<Route> routes() {
        return List.of(Route.look("/api/marks", visit -> Reply.of(answer(visit))));
    }

    private Answer answer(Visit visit) {
        var range = range(new Parameters(visit.fields()));
        long last = house.view().offset();
        long first = firstFrom(range.from(), last);
        long read = Math.max(first, firstFrom(range.to().plusMillis(1), last) - READ);
        var marked = marked(read, range.to());
        var shown = marked.subList(Math.max(0, marked.size() - MOST), marked.size());
        var root = Json.object().put("whole", read == first && shown.size() == marked.size());
        var marks = root.putArray("marks");
        shown.forEach(line -> marks.add(shape(line)));
        return Answer.json(200, root);
    }

    private record Range(Instant from, Instant to) {}

    private static Range range(Parameters parameters) {
        try {
            var range = new Range(parameters.needMoment("from"), parameters.needMoment("to"));
            if (range.to().isBefore(range.from())) {
                throw new Parameters.Wrong("to", "expected a moment after from");
            }
            return range;
        } catch (Parameters.Wrong e) {
            throw Refused.expected(e.getMessage());
        }
    }

    /** The offset before the first line of that moment or later, found by halving: the journal's moments never go back. */
    private long firstFrom(Instant moment, long last) {
        long low = 0;
        long high = last;
        while (low < high) {
            long middle = (low + high) >>> 1;
            var line = house.linesAfter(middle, 1);
            if (line.isEmpty() || !line.getFirst().at().isBefore(moment)) {
                high = middle;
            } else {
                low = line.getFirst().offset();
            }
        }
        return low;
    }

    private List<Line> marked(long after, Instant to) {
        var marked = new ArrayList<Line>();
        long place = after;
        while (true) {
            var next = house.linesAfter(place, AT_ONCE);
            next.stream().filter(line -> !line.at().isAfter(to) && kind(line.entry()).isPresent()).forEach(marked::add);
            if (next.size() < AT_ONCE || next.getLast().at().isAfter(to)) {
                return marked;
            }
            place = next.getLast().offset();
        }
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
            case Entry.IncidentEnded _ -> Optional.of("ended");
            case Entry.ActStarted started when started.verb().changes() -> Optional.of(kind(started.verb()));
            case Entry.Frozen _ -> Optional.of("freeze");
            case Entry.Thawed _ -> Optional.of("thaw");
            case Entry.ServiceAdopted _, Entry.JourneyAdopted _, Entry.PoolAdopted _, Entry.DutyAdopted _, Entry.Dropped _ -> Optional.of("reload");
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
