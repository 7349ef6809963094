package koboshi.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import koboshi.http.House.Offer;
import koboshi.incident.Entry;
import koboshi.loop.Event;

/** What people say is handed in once, however often it is sent, and answered when it is on disk. */
final class Submissions {
    private static final int LARGEST = 16 * 1024;
    /** Lines among which the answer is looked for, however much is written at the same time. */
    private static final int MOST_MEANWHILE = 5_000;

    private final House house;
    private final Bodies bodies;
    private final Remembered remembered;
    private final Patience patience;

    /** Tells what came of a submission by what was written since it was made, up to {@code offset}. */
    interface Telling {
        Answer of(long offset, List<Entry> since);
    }

    Submissions(House house, Bodies bodies, Entrance entrance) {
        this.house = house;
        this.bodies = bodies;
        this.remembered = new Remembered(entrance.clock());
        this.patience = entrance.patience();
    }

    /** @param submit what was read, when its key is new */
    <T> Reply take(Visit visit, Function<byte[], T> read, Function<T, CompletableFuture<Answer>> submit) {
        var key = key(visit);
        var body = bodies.take(visit.request(), LARGEST, bytes -> bytes);
        var said = read.apply(body);
        var question = Hashes.hex(Hashes.sha256(body));
        return Reply.of(await(remembered.answer(visit.person().name() + " " + key, question, () -> submit.apply(said))));
    }

    private static String key(Visit visit) {
        return visit.header("Idempotency-Key")
                .filter(key -> key.matches("[!-~]{8,200}"))
                .orElseThrow(() -> Refused.expected(
                        "expected the header Idempotency-Key: 8 to 200 characters of your own, new for each order"));
    }

    CompletableFuture<Answer> submit(Event event, Telling telling) {
        long before = house.view().offset();
        return switch (house.submit(event)) {
            case Offer.Busy(var retryAfter) -> throw Refused.busy(retryAfter);
            case Offer.Taken(var durable) -> durable.thenApply(offset -> telling.of(offset, since(before, offset)));
        };
    }

    private List<Entry> since(long before, long offset) {
        long from = Math.clamp(before, 0, offset);
        return house.linesAfter(from, (int) Math.min(MOST_MEANWHILE, offset - from)).stream().map(Line::entry).toList();
    }

    private Answer await(CompletableFuture<Answer> answer) {
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
