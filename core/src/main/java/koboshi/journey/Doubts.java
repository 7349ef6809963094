package koboshi.journey;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which vantages see nothing but themselves: from one everything fails while others see it clean, so what is broken stands there.
 *
 * <p>One that watches a single journey cannot be told from one that is right, and is not doubted.
 */
public final class Doubts {
    private static final int FEWEST = 2;

    private Doubts() {}

    /**
     * @param pulses by journey and vantage, of those that have said something lately
     * @param before who was doubted already: that lasts until something runs clean from there, for when all falls nobody sees anything clean any more
     * @return why, by vantage
     */
    public static Map<String, Doubt> of(Map<String, Map<String, Pulse>> pulses, Map<String, Doubt> before) {
        var doubts = new TreeMap<String, Doubt>();
        pulses.values().stream().flatMap(each -> each.keySet().stream()).distinct()
                .forEach(vantage -> doubt(vantage, pulses, Optional.ofNullable(before.get(vantage))).ifPresent(why -> doubts.put(vantage, why)));
        return doubts;
    }

    /** Of the journeys that others speak of, at least half must be seen clean: what really fell says nothing of who saw it. */
    private static Optional<Doubt> doubt(String vantage, Map<String, Map<String, Pulse>> pulses, Optional<Doubt> before) {
        int own = 0;
        int witnessed = 0;
        int clean = 0;
        for (var journey : pulses.values()) {
            var pulse = journey.get(vantage);
            if (pulse == null) {
                continue;
            }
            if (!pulse.suspected()) {
                return Optional.empty();
            }
            own++;
            witnessed += journey.size() > 1 ? 1 : 0;
            clean += journey.values().stream().anyMatch(other -> other.cleanInARow() > 0) ? 1 : 0;
        }
        return own >= FEWEST && clean > 0 && clean * 2 >= witnessed
                ? Optional.of(new Doubt(own, clean))
                : before;
    }
}
