package koboshi.watch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import koboshi.loop.Event;
import koboshi.store.Await;

/** Keeps what it is told. */
final class Told implements Telling {
    final List<Event> events = new CopyOnWriteArrayList<>();

    @Override
    public void tell(Event event) {
        events.add(event);
    }

    <T extends Event> List<T> await(Class<T> kind, int many) {
        Await.until(many + " " + kind.getSimpleName() + " were told", () -> told(kind).size() >= many);
        return told(kind);
    }

    private <T extends Event> List<T> told(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
