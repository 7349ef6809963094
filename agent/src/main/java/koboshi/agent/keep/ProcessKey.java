package koboshi.agent.keep;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Which process is meant, for good: a pid alone comes round again.
 *
 * @param ticks when it started, in clock ticks since the machine did (field 22 of its stat)
 * @param machine the boot id of the machine
 */
public record ProcessKey(long pid, long ticks, String machine) {
    /** Linux has counted a hundred ticks a second towards user space on every architecture for decades. */
    private static final long TICK_MILLIS = 10;

    /** By this machine's clock as it is now, which is only for a reader. */
    public Instant began() {
        return Instant.now().minus(Proc.sinceMachineStart()).plusMillis(ticks * TICK_MILLIS).truncatedTo(ChronoUnit.MILLIS);
    }
}
