package koboshi.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import koboshi.http.House.Offer;
import koboshi.incident.Entry;
import koboshi.loop.Asked;
import koboshi.loop.Event;

/** Where people agree to what guards may not do by themselves. */
final class Approvals {
    private static final int LARGEST = 16 * 1024;
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
        var consent = Consent.parse(body);
        var question = Hashes.hex(Hashes.sha256(body));
        return Orders.await(remembered.answer(visit.person().name() + " " + key, question, () -> submit(consent, visit.person())), patience);
    }

    private CompletableFuture<Answer> submit(Consent consent, Person person) {
        var word = consent.among(house.view().questions()).agreedBy(person.name(), consent.why());
        long before = house.view().offset();
        return switch (house.submit(word)) {
            case Offer.Busy(var retryAfter) -> throw Refused.busy(retryAfter);
            case Offer.Taken(var durable) -> durable.thenApply(offset -> taken(word, before, offset));
        };
    }

    /** What was asked may have been over just before the word came. */
    private Answer taken(Event.Agreed word, long before, long offset) {
        var root = Json.object().put("offset", offset);
        var agreed = root.putArray("agreed");
        long from = Math.clamp(before, 0, offset);
        house.linesAfter(from, (int) Math.min(MOST_MEANWHILE, offset - from)).stream()
                .filter(line -> line.entry() instanceof Entry.Agreed one && isAnswer(one, word))
                .forEach(line -> agreed.addObject().put("on", ((Entry.Agreed) line.entry()).on().toString()).put("until", Json.time(((Entry.Agreed) line.entry()).until()))
                        .set("words", lines.words(line.entry())));
        return agreed.isEmpty() ? Consent.nothingAsked(word.incident()).answer() : Answer.json(202, root);
    }

    private static boolean isAnswer(Entry.Agreed one, Event.Agreed word) {
        return one.incident() == word.incident() && one.by().guard().equals("operator:" + word.operator())
                && new Asked(one.asked(), one.verb(), one.on()).equals(word.asked());
    }
}
