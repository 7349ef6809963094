package koboshi.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import koboshi.http.House.Offer;
import koboshi.incident.Entry;
import koboshi.incident.Words;
import koboshi.resource.ResourceId;

/** Where people say what they want done. */
final class Orders {
    private static final int LARGEST = 16 * 1024;
    /** Lines among which the answer to an order is looked for, however much is written at the same time. */
    private static final int MOST_MEANWHILE = 5_000;

    private final House house;
    private final Bodies bodies;
    private final Lines lines;
    private final Remembered remembered;
    private final Patience patience;

    Orders(House house, Bodies bodies, Entrance entrance) {
        this.house = house;
        this.bodies = bodies;
        this.lines = new Lines(entrance.zone());
        this.remembered = new Remembered(entrance.clock());
        this.patience = entrance.patience();
    }

    List<Route> routes() {
        return List.of(Route.change("POST", "/api/orders", visit -> Reply.of(order(visit))));
    }

    private Answer order(Visit visit) {
        var key = key(visit);
        var body = bodies.take(visit.request(), LARGEST, bytes -> bytes);
        var order = Order.parse(body);
        var question = Hashes.hex(Hashes.sha256(body));
        return await(remembered.answer(visit.person().name() + " " + key, question, () -> submit(order, visit.person())), patience);
    }

    static String key(Visit visit) {
        return visit.header("Idempotency-Key")
                .filter(key -> key.matches("[!-~]{8,200}"))
                .orElseThrow(() -> Refused.expected(
                        "expected the header Idempotency-Key: 8 to 200 characters of your own, new for each order"));
    }

    private CompletableFuture<Answer> submit(Order order, Person person) {
        refuseUnknown(order);
        var changed = order.offset().flatMap(offset -> Changes.first(house, offset, order.on()));
        if (changed.isPresent()) {
            return CompletableFuture.completedFuture(stale(order, changed.get()));
        }
        long before = house.view().offset();
        return switch (house.submit(order.event(person))) {
            case Offer.Busy(var retryAfter) -> throw Refused.busy(retryAfter);
            case Offer.Taken(var durable) -> durable.thenApply(offset -> taken(order, person, before, offset));
        };
    }

    /** A brake that held is said at once: whoever gave the order is still looking. */
    private Answer taken(Order order, Person person, long before, long offset) {
        var node = Json.object().put("offset", offset);
        long from = Math.clamp(before, 0, offset);
        house.linesAfter(from, (int) Math.min(MOST_MEANWHILE, offset - from)).stream()
                .map(Line::entry)
                .filter(entry -> answers(entry, order, "operator:" + person.name()))
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

    static Answer await(CompletableFuture<Answer> answer, Patience patience) {
        try {
            return answer.get(patience.durable().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new Refused(504, "nobody knows yet whether this was written down: ask again with the same Idempotency-Key");
        } catch (ExecutionException e) {
            throw new Refused(503, "this was not written down: " + e.getCause().getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Refused(503, "closing; ask again with the same Idempotency-Key");
        }
    }
}
