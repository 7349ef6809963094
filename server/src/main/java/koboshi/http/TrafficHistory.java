package koboshi.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import koboshi.http.ViewedPool.Place;
import koboshi.incident.Entry;
import koboshi.resource.ResourceId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** When each server of a pool was in traffic, draining or out, and why. */
final class TrafficHistory {
    /** An act that ended within the stretch may have begun a little before it. */
    private static final Duration LONGEST_ACT = Duration.ofMinutes(2);
    /** How far is looked back for what was done to a server last. */
    private static final int LOOKED_BACK = 5_000;
    private static final int MOST_SPELLS = 500;

    private final House house;
    private final Past past;
    private final Lines lines;

    TrafficHistory(House house, ZoneId zone) {
        this.house = house;
        this.past = new Past(house);
        this.lines = new Lines(zone);
    }

    List<Route> routes() {
        return List.of(Route.look("/api/traffic/{pool}/history", visit -> Reply.of(answer(visit))));
    }

    private Answer answer(Visit visit) {
        var pool = pool(visit.place());
        var stretch = Past.Stretch.of(visit);
        var found = past.lines(new Past.Stretch(stretch.from().minus(LONGEST_ACT), stretch.to()), Spells::tells);
        var spells = new Spells();
        found.lines().forEach(spells::tell);
        var root = Json.object().put("pool", pool.name()).put("from", Json.time(stretch.from())).put("to", Json.time(stretch.to())).put("whole", found.whole());
        var servers = root.putArray("servers");
        for (var server : pool.servers()) {
            var node = servers.addObject().put("id", server.id().toString()).put("name", server.id().name());
            told(node.putArray("spells"), server, spells.of(server.id()), stretch.from(), found.before());
        }
        return Answer.json(200, root);
    }

    private ViewedPool pool(String name) {
        var pools = house.view().pools();
        return pools.stream().filter(pool -> pool.name().equals(name)).findFirst()
                .orElseThrow(() -> new Refused(404, "unknown pool " + name + ": expected " + Nearest.to(name, pools.stream().map(ViewedPool::name).toList())));
    }

    private void told(ArrayNode told, ViewedPool.Server server, List<Spells.Spell> spells, Instant from, long before) {
        var within = spells.stream().filter(spell -> spell.from().isAfter(from)).toList();
        var earlier = spells.stream().filter(spell -> !spell.from().isAfter(from)).reduce((_, later) -> later);
        earlier.ifPresentOrElse(spell -> told.add(shape(spell, from)), () -> told.add(beginning(server, within, from, before)));
        within.stream().skip(Math.max(0, within.size() - MOST_SPELLS)).forEach(spell -> told.add(shape(spell, spell.from())));
    }

    private ObjectNode shape(Spells.Spell spell, Instant from) {
        var started = spell.started();
        var node = shape(spell.place(), from)
                .put("by", started.by().toString())
                .put("why", spell.why())
                .put("incident", started.incident() == 0 ? null : started.incident());
        node.set("words", lines.words(started));
        return node;
    }

    private static ObjectNode shape(Place place, Instant from) {
        return Json.object().put("place", place.name().toLowerCase(Locale.ROOT)).put("from", Json.time(from));
    }

    /** How the stretch began, of which the first thing that was done in it says something, and what is now says more. */
    private ObjectNode beginning(ViewedPool.Server server, List<Spells.Spell> within, Instant from, long before) {
        var known = within.isEmpty() ? standsSince(server, from) : Spells.before(within.getFirst().started());
        return known.map(place -> shape(place, from)).or(() -> lookedBack(server.id(), from, before))
                .orElseGet(() -> Json.object().put("place", "unknown").put("from", Json.time(from)));
    }

    private static Optional<Place> standsSince(ViewedPool.Server server, Instant from) {
        boolean inNow = server.place() == Place.IN || server.place() == Place.RETURNED;
        return server.since().isEmpty() || !server.since().get().isAfter(from) ? Optional.of(inNow ? Place.IN : server.place()) : Optional.empty();
    }

    private Optional<ObjectNode> lookedBack(ResourceId server, Instant from, long before) {
        var last = past.upTo(before, LOOKED_BACK).stream()
                .map(Line::entry)
                .filter(entry -> entry instanceof Entry.ActStarted started && started.verb().byBalancer() && started.on().equals(server))
                .map(Entry.ActStarted.class::cast)
                .reduce((_, later) -> later);
        return last.map(started -> Spells.place(started.verb()) == Place.IN ? Place.IN : Place.OUT)
                .or(() -> before <= LOOKED_BACK ? Optional.of(Place.IN) : Optional.empty())
                .map(place -> shape(place, from));
    }
}
