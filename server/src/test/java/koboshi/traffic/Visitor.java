package koboshi.traffic;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import koboshi.store.Await;

/** A client outside, which visits until it is told to leave and keeps its own ledger of who answered. */
final class Visitor {
    private final Map<String, Long> ledger = new ConcurrentSkipListMap<>();
    private final Thread visits;
    private volatile boolean leaving;

    /** @param visit one request: who answered it, or what went wrong */
    Visitor(Supplier<String> visit) {
        visits = Thread.ofVirtual().start(() -> {
            while (!leaving) {
                ledger.merge(visit.get(), 1L, Long::sum);
            }
        });
    }

    /** Goes on until each of these has answered once. */
    Visitor meets(String... servers) {
        Await.until("each has answered", () -> ledger.keySet().containsAll(Set.of(servers)));
        return this;
    }

    void leave() {
        leaving = true;
    }

    /** @return how often each answered, and what went wrong how often, when its last visit is over */
    Map<String, Long> ledger() throws InterruptedException {
        leave();
        visits.join();
        return ledger;
    }
}
