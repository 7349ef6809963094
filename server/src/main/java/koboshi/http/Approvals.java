package koboshi.http;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import koboshi.http.House.Offer;
import koboshi.incident.Entry;
import koboshi.loop.Event;
import tools.jackson.databind.JsonNode;

/** Where people agree to what guards may not do by themselves. */
final class Approvals {
    private static final Set<String> KEYS = Set.of("incident", "why");
    private static final int LARGEST = 16 * 1024;
    private static final int LONGEST_WHY = 1000;
    /** Lines among which the answer is looked for, however much is written at the same time. */
    private static final int MOST_MEANWHILE = 5_000;

    private final House house;
    private final Bodies bodies;
    private final Lines lines;
    private final Remembered remembered;
    private final Patience patience;

    Approvals(House house, Bodies bodies, Entrance entrance) {
        this.house = house;
        this.bodies = bodies;
        this.lines = new Lines(entrance.zone());
        this.remembered = new Remembered(entrance.clock());
        this.patience = entrance.patience();
    }

    List<Route> routes() {
        return List.of(Route.agree("/api/approvals", visit -> Reply.of(agree(visit))));
    }

    private Answer agree(Visit visit) {
        var key = Orders.key(visit);
        var body = bodies.take(visit.request(), LARGEST, bytes -> bytes);
        var node = Order.object(body, KEYS);
        var word = new Event.Agreed(visit.person().name(), incident(node), why(node));
        var question = Hashes.hex(Hashes.sha256(body));
        return Orders.await(remembered.answer(visit.person().name() + " " + key, question, () -> submit(word)), patience);
    }

    private static long incident(JsonNode node) {
        var incident = node.get("incident");
        if (incident == null || !incident.isIntegralNumber() || !incident.canConvertToLong()) {
            throw Refused.expected("expected \"incident\", the number of the incident in which a guard asks");
        }
        return incident.longValue();
    }

    private static String why(JsonNode node) {
        var why = Order.text(node, "why");
        if (why.length() > LONGEST_WHY) {
            throw Refused.expected("expected a \"why\" of at most " + LONGEST_WHY + " characters");
        }
        return why;
    }

    private CompletableFuture<Answer> submit(Event.Agreed word) {
        if (house.view().questions().stream().noneMatch(question -> question.incident() == word.incident())) {
            throw nothingAsked(word.incident());
        }
        long before = house.view().offset();
        return switch (house.submit(word)) {
            case Offer.Busy(var retryAfter) -> throw Refused.busy(retryAfter);
            case Offer.Taken(var durable) -> durable.thenApply(offset -> taken(word, before, offset));
        };
    }

    private static Refused nothingAsked(long incident) {
        return new Refused(409, "nothing in incident " + incident + " waits for a person's word now: look again");
    }

    /** What was asked may have been over just before the word came. */
    private Answer taken(Event.Agreed word, long before, long offset) {
        var root = Json.object().put("offset", offset);
        var agreed = root.putArray("agreed");
        long from = Math.clamp(before, 0, offset);
        house.linesAfter(from, (int) Math.min(MOST_MEANWHILE, offset - from)).stream()
                .filter(line -> line.entry() instanceof Entry.Agreed one && one.incident() == word.incident() && one.by().guard().equals("operator:" + word.operator()))
                .forEach(line -> agreed.addObject().put("on", ((Entry.Agreed) line.entry()).on().toString()).put("until", Json.time(((Entry.Agreed) line.entry()).until()))
                        .set("words", lines.words(line.entry())));
        return agreed.isEmpty() ? nothingAsked(word.incident()).answer() : Answer.json(202, root);
    }
}
