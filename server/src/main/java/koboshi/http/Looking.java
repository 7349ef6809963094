package koboshi.http;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import koboshi.incident.Incident;

/** What can be looked at: the state, the stream of entries, incidents, evidence. */
final class Looking {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int MOST_INCIDENTS = 500;

    private final House house;
    private final Lines lines;
    private final EntryFeed feed;

    Looking(House house, ZoneId zone, EntryFeed feed) {
        this.house = house;
        this.lines = new Lines(zone);
        this.feed = feed;
    }

    List<Route> routes() {
        return List.of(
                Route.open("/health", _ -> Reply.of(Answer.json(200, Json.object().put("status", "ok")))),
                Route.look("/api/state", visit -> Reply.of(state(visit))),
                Route.look("/api/entries", this::entries),
                Route.look("/api/incidents", visit -> Reply.of(incidents(visit))),
                Route.look("/api/incidents/{id}", visit -> Reply.of(incident(visit))),
                Route.look("/evidence/{hash}", this::evidence));
    }

    private Answer state(Visit visit) {
        return Answer.json(200, StateShape.of(house.view(), house.version(), visit.person()).put("guarding", house.duties().size()));
    }

    private Reply entries(Visit visit) {
        if (visit.request().getMethod().equals("HEAD")) {
            throw new Refused(405, "expected GET here: the stream has no end", Map.of("Allow", "GET"));
        }
        long after = visit.header("Last-Event-ID")
                .filter(id -> id.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElseGet(() -> visit.number("after", house.view().offset()));
        return feed.open(after);
    }

    private Answer incidents(Visit visit) {
        int limit = Math.clamp(visit.number("limit", 50), 1, MOST_INCIDENTS);
        var root = Json.object();
        var array = root.putArray("incidents");
        kind(visit).map(kind -> ofKind(kind, limit))
                .orElseGet(() -> house.incidents(limit))
                .forEach(incident -> array.add(StateShape.incident(incident)));
        return Answer.json(200, root);
    }

    /** The latest in memory are kept of each kind: near misses, which are many, push out no incident. */
    private List<Incident> ofKind(Incident.Kind kind, int limit) {
        var all = new TreeMap<Long, Incident>(Comparator.reverseOrder());
        Stream.concat(house.incidents(MOST_INCIDENTS).stream(), house.view().incidents().stream()).filter(incident -> incident.kind() == kind).forEach(one -> all.put(one.id(), one));
        return all.values().stream().limit(limit).toList();
    }

    private static Optional<Incident.Kind> kind(Visit visit) {
        var kinds = Arrays.stream(Incident.Kind.values()).collect(Collectors.toMap(StateShape::word, kind -> kind));
        return visit.query("kind").map(word -> Optional.ofNullable(kinds.get(word))
                .orElseThrow(() -> Refused.expected("unknown kind " + word + ": expected " + Nearest.to(word, kinds.keySet()))));
    }

    private Answer incident(Visit visit) {
        long id = Visit.number("incident", visit.place());
        var story = house.story(id).orElseThrow(() -> new Refused(404, "there is no incident " + id));
        var root = Json.object();
        root.set("incident", StateShape.incident(story.incident()));
        var timeline = root.putArray("timeline");
        story.lines().forEach(line -> timeline.add(lines.shape(line)));
        return Answer.json(200, root);
    }

    private Reply evidence(Visit visit) {
        var hash = hash(visit.place());
        var file = house.evidence(hash).orElseThrow(() -> new Refused(404, "no evidence of that name is kept"));
        return new Reply.Download(file, headers(hash, file));
    }

    /** Whatever a guarded host sent is shown as text and never as a page of ours. */
    private static Map<String, String> headers(String hash, Path file) {
        return Map.of(
                "Content-Type", "text/plain; charset=utf-8",
                "Content-Disposition", "attachment; filename=\"evidence-" + hash.substring(0, 12) + ".txt\"",
                "Content-Security-Policy", "default-src 'none'; sandbox",
                "ETag", '"' + hash + '"',
                "Cache-Control", "private, no-cache");
    }

    static String hash(String text) {
        if (!HASH.matcher(text).matches()) {
            throw Refused.expected("not the name of evidence: expected a SHA-256 in 64 hexadecimal digits");
        }
        return text;
    }
}
