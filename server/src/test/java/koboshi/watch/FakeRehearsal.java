package koboshi.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import koboshi.agent.journey.Rehearsing;
import koboshi.journey.Journey;
import koboshi.loop.Event;
import koboshi.signal.Run;
import koboshi.store.Await;

/** Runs that wait until they are told how they go; what is told of them is kept. */
final class FakeRehearsal implements Rehearsing, Telling {
    private final Map<String, BlockingQueue<String>> endings = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> begun = new ConcurrentHashMap<>();
    final List<Event> told = new CopyOnWriteArrayList<>();

    @Override
    public Run rehearse(Journey journey) {
        counter(journey.name()).incrementAndGet();
        return switch (take(journey.name())) {
            case "clean" -> Run.clean(Instant.EPOCH, Duration.ofMillis(1));
            case "breaks" -> throw new IllegalStateException("a bug");
            case String why -> Run.failed(Instant.EPOCH, Duration.ofMillis(1), "ask", why);
        };
    }

    private String take(String journey) {
        try {
            var ending = queue(journey).poll(30, TimeUnit.SECONDS);
            return ending == null ? "nobody said how it goes" : ending;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private BlockingQueue<String> queue(String journey) {
        return endings.computeIfAbsent(journey, _ -> new LinkedBlockingQueue<>());
    }

    private AtomicInteger counter(String journey) {
        return begun.computeIfAbsent(journey, _ -> new AtomicInteger());
    }

    /** The next so many runs of the journey end so. */
    void end(String journey, int many, String how) {
        for (int i = 0; i < many; i++) {
            queue(journey).add(how);
        }
    }

    int begun(String journey) {
        return counter(journey).get();
    }

    void awaitBegun(String journey, int many) {
        Await.until(many + " runs of " + journey + " began", () -> begun(journey) >= many);
    }

    @Override
    public void tell(Event event) {
        told.add(event);
    }

    <T extends Event> List<T> awaitTold(Class<T> kind, int many) {
        Await.until(many + " " + kind.getSimpleName() + " were told", () -> told(kind).size() >= many);
        return told(kind);
    }

    <T extends Event> List<T> told(Class<T> kind) {
        return told.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
