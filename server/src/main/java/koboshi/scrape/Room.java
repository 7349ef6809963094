package koboshi.scrape;

import java.util.concurrent.Semaphore;

/**
 * Memory for answers that are on their way, shared by all targets.
 *
 * <p>Each may have a little without asking, so that a few that send without end cannot keep the others from being heard.
 */
final class Room {
    private static final int UNIT = 1 << 10;
    static final int FREE = 256 * UNIT;
    private static final long MOST = 256L << 20;

    private final Semaphore units = new Semaphore((int) (Math.min(MOST, Runtime.getRuntime().maxMemory() / 4) / UNIT));

    /** Whether an answer may grow from one size to another. */
    boolean grow(int from, int to) {
        return units.tryAcquire(taken(to) - taken(from));
    }

    void giveBack(int size) {
        units.release(taken(size));
    }

    private static int taken(int size) {
        return Math.max(0, size - FREE) / UNIT;
    }
}
