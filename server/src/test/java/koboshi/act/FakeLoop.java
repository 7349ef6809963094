package koboshi.act;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import koboshi.loop.Event;
import koboshi.store.Await;

/** Hears events and makes them durable when it is told to. */
final class FakeLoop implements Agents.Events {
    final List<Event> heard = new CopyOnWriteArrayList<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    volatile boolean full;

    @Override
    public synchronized boolean tell(Event event, Runnable durable) {
        if (full) {
            return false;
        }
        heard.add(event);
        waiting.add(durable);
        return true;
    }

    /** Everything heard so far is on disk now. */
    synchronized void commit() {
        waiting.forEach(Runnable::run);
        waiting.clear();
    }

    <T extends Event> List<T> heard(Class<T> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The outcomes of so many acts, once they came. */
    List<Event.ActEnded> outcomes(int many) {
        Await.until(many + " acts ended", () -> heard(Event.ActEnded.class).size() >= many);
        return heard(Event.ActEnded.class);
    }
}
