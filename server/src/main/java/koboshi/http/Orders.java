package koboshi.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import koboshi.incident.Entry;
import koboshi.incident.Words;
import koboshi.resource.ResourceId;

/** Where people say what they want done. */
final class Orders {
    private final House house;
    private final Lines lines;
    private final Submissions submissions;

    Orders(House house, Bodies bodies, Entrance entrance) {
        this.house = house;
        this.lines = new Lines(entrance.zone());
        this.submissions = new Submissions(house, bodies, entrance);
    }

    List<Route> routes() {
        return List.of(Route.change("POST", "/api/orders", visit -> submissions.take(visit, Order::parse, order -> submit(order, visit.person()))));
    }

    private CompletableFuture<Answer> submit(Order order, Person person) {
        refuseUnknown(order);
        var changed = order.offset().flatMap(offset -> Changes.first(house, offset, order.on()));
        if (changed.isPresent()) {
            return CompletableFuture.completedFuture(stale(order, changed.get()));
        }
        var by = "operator:" + person.name();
        return submissions.submit(order.event(person), (offset, since) -> taken(order, by, offset, since));
    }

    /** A brake that held is said at once: whoever gave the order is still looking. */
    private static Answer taken(Order order, String by, long offset, List<Entry> since) {
        var node = Json.object().put("offset", offset);
        since.stream()
                .filter(entry -> answers(entry, order, by))
                .reduce((_, later) -> later)
                .ifPresent(entry -> {
                    if (entry instanceof Entry.ActRefused refused) {
                        node.putObject("refused").put("en", Words.en(refused.refusal())).put("ja", Words.ja(refused.refusal()));
                    }
                });
        return Answer.json(202, node);
    }

    private static boolean answers(Entry entry, Order order, String by) {
        return switch (entry) {
            case Entry.ActStarted started -> Optional.of(started.on()).equals(order.on()) && started.by().guard().equals(by);
            case Entry.SwitchBegan began -> Lines.on(began).equals(order.on()) && began.by().guard().equals(by);
            case Entry.ReliefBegan began -> Optional.of(began.on()).equals(order.on()) && began.by().guard().equals(by);
            case Entry.ActRefused refused -> Optional.of(refused.on()).equals(order.on()) && refused.by().guard().equals(by);
            default -> false;
        };
    }

    private void refuseUnknown(Order order) {
        var view = house.view();
        order.offset().filter(offset -> offset > view.offset()).ifPresent(offset -> {
            throw Refused.expected("offset " + offset + " is yet to come: expected the number from /api/state, now " + view.offset());
        });
        order.on().ifPresent(on -> {
            var known = Stream.concat(view.services().stream().map(ViewedService::id), Stream.concat(view.servers().map(ViewedPool.Server::id), view.groups().map(ViewedPool.Group::id))).map(ResourceId::toString).toList();
            if (!known.contains(on.toString())) {
                throw new Refused(404, "unknown " + on + ": expected " + Nearest.to(on.toString(), known));
            }
        });
    }

    private Answer stale(Order order, Line line) {
        var words = lines.words(line.entry());
        var subject = order.on().map(Object::toString).orElse("the freeze");
        var node = Json.object()
                .put("error", subject + " changed since you looked: " + words.get("en").stringValue()
                        + " Look again, then repeat if you still want it.")
                .put("offset", line.offset());
        node.set("words", words);
        return Answer.json(409, node);
    }
}
