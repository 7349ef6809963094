package koboshi.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import koboshi.action.Motive;
import koboshi.action.Outcome;
import koboshi.action.Verb;
import koboshi.http.ViewedPool.Place;
import koboshi.incident.Entry;
import koboshi.resource.ResourceId;

/** From when to when a server was in traffic, draining, out or in reserve, as entries have it that come in their order. */
final class Spells {
    private final Map<Long, Line> begun = new HashMap<>();
    private final Map<ResourceId, List<Spell>> all = new TreeMap<>();

    /**
     * One spell; it lasts until the next one begins.
     *
     * @param why in the words of whoever wanted it; of what only took its course, those it began with
     */
    record Spell(Place place, Instant from, Entry.ActStarted started, String why) {}

    static boolean tells(Entry entry) {
        return entry instanceof Entry.ActStarted started && started.verb().byBalancer() || entry instanceof Entry.ActEnded(_, _, Outcome.Done _);
    }

    void tell(Line line) {
        switch (line.entry()) {
            case Entry.ActStarted started when started.verb().byBalancer() -> begun.put(started.act(), line);
            case Entry.ActEnded(var act, _, Outcome.Done _) -> Optional.ofNullable(begun.remove(act)).ifPresent(began -> ended(began, line.at()));
            default -> {}
        }
    }

    private void ended(Line began, Instant at) {
        var started = (Entry.ActStarted) began.entry();
        var spells = all.computeIfAbsent(started.on(), _ -> new ArrayList<>());
        var wanted = course(started) && started.verb() == Verb.EJECT && !spells.isEmpty() ? spells.getLast().why() : started.why();
        spells.add(new Spell(place(started), at, started, wanted));
    }

    List<Spell> of(ResourceId server) {
        return all.getOrDefault(server, List.of());
    }

    private static Place place(Entry.ActStarted started) {
        return started.verb() == Verb.EJECT && untilNeeded(started) ? Place.RESERVE : place(started.verb());
    }

    /** By a standby's rest or by a switch of groups, and by nothing that went wrong. */
    private static boolean untilNeeded(Entry.ActStarted started) {
        return started.by().guard().startsWith("standby:") || started.by().guard().startsWith("switch:");
    }

    static Place place(Verb verb) {
        return switch (verb) {
            case DRAIN -> Place.DRAINING;
            case EJECT -> Place.OUT;
            case READY -> Place.IN;
            case CAPTURE, RESTART, RESTART_GENTLY, STOP, START, NOTIFY -> throw new IllegalArgumentException(verb + " moves no traffic");
        };
    }

    /** Where it must have been for this to be done to it; empty where that says nothing. Who drains or ejects, does it to what is in, or has drained for moments. */
    static Optional<Place> before(Entry.ActStarted first) {
        return switch (first.verb()) {
            case DRAIN -> Optional.of(Place.IN);
            case EJECT -> Optional.of(course(first) ? Place.DRAINING : Place.IN);
            case READY -> course(first) ? Optional.of(untilNeeded(first) ? Place.RESERVE : Place.OUT) : Optional.empty();
            case CAPTURE, RESTART, RESTART_GENTLY, STOP, START, NOTIFY -> Optional.empty();
        };
    }

    private static boolean course(Entry.ActStarted started) {
        return started.motive() == Motive.COURSE;
    }
}
