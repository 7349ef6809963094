package koboshi.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import koboshi.incident.Entry;
import koboshi.loop.Asked;
import koboshi.loop.Event;

/** Where people agree to what guards may not do by themselves. */
final class Approvals {
    private final House house;
    private final Lines lines;
    private final Submissions submissions;

    Approvals(House house, Bodies bodies, Entrance entrance) {
        this.house = house;
        this.lines = new Lines(entrance.zone());
        this.submissions = new Submissions(house, bodies, entrance);
    }

    List<Route> routes() {
        return List.of(Route.agree("/api/approvals", visit -> submissions.take(visit, Consent::parse, consent -> submit(consent, visit.person()))));
    }

    private CompletableFuture<Answer> submit(Consent consent, Person person) {
        var word = consent.among(house.view().questions()).agreedBy(person.name(), consent.why());
        return submissions.submit(word, (offset, since) -> taken(word, offset, since));
    }

    /** What was asked may have been over just before the word came. */
    private Answer taken(Event.Agreed word, long offset, List<Entry> since) {
        var root = Json.object().put("offset", offset);
        var agreed = root.putArray("agreed");
        since.stream().filter(Entry.Agreed.class::isInstance).map(Entry.Agreed.class::cast).filter(one -> isAnswer(one, word))
                .forEach(one -> agreed.addObject().put("on", one.on().toString()).put("until", Json.time(one.until())).set("words", lines.words(one)));
        return agreed.isEmpty() ? Consent.nothingAsked(word.incident()).answer() : Answer.json(202, root);
    }

    private static boolean isAnswer(Entry.Agreed one, Event.Agreed word) {
        return one.incident() == word.incident() && one.by().guard().equals("operator:" + word.operator())
                && new Asked(one.asked(), one.verb(), one.on()).equals(word.asked());
    }
}
