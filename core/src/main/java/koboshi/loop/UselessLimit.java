package koboshi.loop;

import java.util.Collection;
import java.util.Optional;
import koboshi.incident.Entry;
import koboshi.resource.Bytes;
import koboshi.resource.Service;

/**
 * A memory limit above the level at which a service hangs or slows protects nobody: it is never reached.
 *
 * <p>The scar: a service was limited to what its host had, swapped at half of it, and hung for hours below its limit.
 */
final class UselessLimit {
    /** One fall may have had any reason. */
    private static final int FALLS = 2;
    /** Memory that has not grown by so much since the start is not what made it fall. */
    private static final double GROWN = 1.5;
    private static final double BELOW_THE_FALL = 0.9;
    private static final double ABOVE_THE_START = 1.2;

    private UselessLimit() {}

    static Optional<String> of(Service service, Collection<Entry.MemoryAtFall> all) {
        var falls = all.stream().filter(fall -> fall.held().count() >= GROWN * fall.warm().count()).toList();
        if (service.memoryLimit().isEmpty() || falls.size() < FALLS || falls.size() * 2 < all.size()) {
            return Optional.empty();
        }
        long lowest = falls.stream().mapToLong(fall -> fall.held().count()).min().orElseThrow();
        long begins = falls.stream().mapToLong(fall -> fall.warm().count()).max().orElseThrow();
        long better = Math.round(Math.max(BELOW_THE_FALL * lowest, ABOVE_THE_START * begins)) >> 20 << 20;
        var limit = service.memoryLimit().get();
        boolean useless = limit.count() > lowest && better > begins;
        return useless
                ? Optional.of("its memory limit of " + limit + " is useless: it hung or slowed " + falls.size() + " times from " + new Bytes(lowest) + " on; set memory.limit to "
                        + new Bytes(better))
                : Optional.empty();
    }
}
