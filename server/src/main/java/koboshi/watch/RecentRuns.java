package koboshi.watch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import koboshi.loop.Event;
import koboshi.signal.Run;

/** The latest runs of each journey, to be looked at: what was last seen, not written down anywhere. */
public final class RecentRuns {
    private static final int KEPT = 20;

    /** By journey and vantage. */
    private final Map<String, Map<String, Deque<Run>>> runs = new HashMap<>();
    private final Supplier<Set<String>> journeys;

    /** @param journeys those of the plan; of others nothing is kept */
    public RecentRuns(Supplier<Set<String>> journeys) {
        this.journeys = journeys;
    }

    /** Takes note of what is told on its way. */
    public Telling before(Telling next) {
        return event -> {
            if (event instanceof Event.JourneyRan(var journey, var vantage, var ran)) {
                keep(journey, vantage, ran);
            }
            next.tell(event);
        };
    }

    private synchronized void keep(String journey, String vantage, List<Run> ran) {
        runs.keySet().retainAll(journeys.get());
        var kept = runs.computeIfAbsent(journey, _ -> new TreeMap<>()).computeIfAbsent(vantage, _ -> new ArrayDeque<>());
        ran.forEach(kept::addFirst);
        while (kept.size() > KEPT) {
            kept.removeLast();
        }
    }

    public Set<String> journeys() {
        return journeys.get();
    }

    /** By vantage, newest first; none before the first run. */
    public synchronized Map<String, List<Run>> of(String journey) {
        var copies = new TreeMap<String, List<Run>>();
        runs.getOrDefault(journey, Map.of()).forEach((vantage, kept) -> copies.put(vantage, List.copyOf(kept)));
        return copies;
    }
}
