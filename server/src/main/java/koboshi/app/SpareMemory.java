package koboshi.app;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.Optional;

/**
 * Gives memory back that holds nothing any more.
 *
 * <p>The serial collector takes new memory for what survives a while, up to the most it may have, before it looks for what has died there: a watcher would grow
 * to its limit in a few days and stay there. Looking costs a pause of about half a millisecond a megabyte that lives, and happens when half of it is dead.
 */
final class SpareMemory {
    private static final long NOT_WORTH_IT = 64L << 20;

    private final Optional<MemoryPoolMXBean> old =
            ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getName().equals("Tenured Gen")).findFirst();

    void giveBack() {
        if (old.map(SpareMemory::halfDead).orElse(false)) {
            System.gc();
        }
    }

    private static boolean halfDead(MemoryPoolMXBean pool) {
        return pool.getUsage().getUsed() > Math.max(NOT_WORTH_IT, 2 * pool.getCollectionUsage().getUsed());
    }
}
