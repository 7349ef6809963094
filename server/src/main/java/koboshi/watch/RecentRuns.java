package koboshi.watch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import koboshi.loop.Event;
import koboshi.signal.Run;

/** The latest runs of each journey, to be looked at: what was last seen, not written down anywhere. */
public final class RecentRuns {
    private static final int KEPT = 20;

    private final Map<String, Deque<Run>> runs = new HashMap<>();
    private final Supplier<Set<String>> journeys;

    /** @param journeys those of the plan; of others nothing is kept */
    public RecentRuns(Supplier<Set<String>> journeys) {
        this.journeys = journeys;
    }

    /** Takes note of what is told on its way. */
    public Telling before(Telling next) {
        return event -> {
            if (event instanceof Event.JourneyRan(var journey, var ran)) {
                keep(journey, ran);
            }
            next.tell(event);
        };
    }

    private synchronized void keep(String journey, List<Run> ran) {
        runs.keySet().retainAll(journeys.get());
        var kept = runs.computeIfAbsent(journey, _ -> new ArrayDeque<>());
        ran.forEach(kept::addFirst);
        while (kept.size() > KEPT) {
            kept.removeLast();
        }
    }

    public Set<String> journeys() {
        return journeys.get();
    }

    /** Newest first; none before the first run. */
    public synchronized List<Run> of(String journey) {
        return new ArrayList<>(runs.getOrDefault(journey, new ArrayDeque<>()));
    }
}
