package koboshi.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import koboshi.wire.Family;

/**
 * What senders said of the metrics they push: learnt again after a start, as they say it again and again.
 *
 * <p>Bounded; where there is more, what was said longest ago goes first. Safe for use by many threads.
 */
final class Described {
    static final int MOST_NAMES = 20_000;
    /** Of one metric, for senders may be of several versions. */
    private static final int MOST_OF_ONE = 4;

    /** What comes with every series in every message is looked at now and then: within minutes all of it was. */
    private static final long LOOK_EVERY_NANOS = 5_000_000_000L;

    private final Map<String, Set<Family>> all = new LinkedHashMap<>();
    private long lookedNanos;
    private boolean looked;

    /** Whether it is time to look again; the next look is then due later. */
    synchronized boolean isDue(long nanos) {
        boolean due = !looked || nanos - lookedNanos >= LOOK_EVERY_NANOS;
        if (due) {
            looked = true;
            lookedNanos = nanos;
        }
        return due;
    }

    synchronized void said(Family family) {
        if (family.name().isEmpty()) {
            return;
        }
        var known = all.remove(family.name());
        var kept = known == null ? new LinkedHashSet<Family>() : known;
        kept.remove(family);
        kept.add(family);
        drop(kept, MOST_OF_ONE);
        all.put(family.name(), kept);
        drop(all.keySet(), MOST_NAMES);
    }

    private static void drop(Set<?> oldestFirst, int most) {
        if (oldestFirst.size() > most) {
            var each = oldestFirst.iterator();
            each.next();
            each.remove();
        }
    }

    /** What was said last comes last. */
    synchronized List<Family> all() {
        var families = new ArrayList<Family>();
        all.values().forEach(families::addAll);
        return families;
    }
}
