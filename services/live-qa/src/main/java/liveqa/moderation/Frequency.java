package liveqa.moderation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;

/** How often each asker asks: at most so many within that time. Only those who asked lately are remembered. */
final class Frequency {
    private static final int MOST_ASKERS = 20_000;
    private final int most;
    private final Duration within;
    private final LinkedHashMap<String, ArrayDeque<Instant>> recent = new LinkedHashMap<>(16, 0.75f, true);

    Frequency(int most, Duration within) {
        this.most = most;
        this.within = within;
    }

    /** Counts this one, and tells whether it is one too many. */
    synchronized boolean isExceededBy(String asker, Instant now) {
        var times = recent.computeIfAbsent(asker, _ -> new ArrayDeque<>());
        while (!times.isEmpty() && !times.peekFirst().isAfter(now.minus(within))) times.removeFirst();
        times.addLast(now);
        boolean exceeded = times.size() > most;
        // One who goes on and on costs no more than one who stops.
        if (exceeded) times.removeFirst();
        forgetOldest(now);
        return exceeded;
    }

    private void forgetOldest(Instant now) {
        while (recent.size() > MOST_ASKERS || isPast(recent.firstEntry().getValue(), now)) recent.pollFirstEntry();
    }

    private boolean isPast(ArrayDeque<Instant> times, Instant now) {
        return !times.peekLast().isAfter(now.minus(within));
    }

    synchronized int askers() {
        return recent.size();
    }
}
