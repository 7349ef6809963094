package koboshi.resource;

import java.time.Duration;
import java.util.Optional;

/**
 * A service somebody depends on, and what its keeper may do with it.
 *
 * @param host the agent that guards it
 * @param role services of one role stand in for each other: floors and one-at-a-time count per role
 * @param floor how many of the role must stay up while one is taken down on purpose
 * @param memoryLimit beyond it the process is killed and started again
 * @param warmUp how long after a start silence is expected
 * @param stopGrace between asking a process to end and ending it
 * @param logFile where it writes its log, if not to its own output
 * @param page its own page, linked from ours
 * @param panel a small page of its own shown beside its doll
 * @param gentle how it is restarted at a quiet moment
 * @param swap whether its memory may be swapped out; not unless said
 */
public record Service(
        ResourceId id,
        String host,
        String role,
        int floor,
        Origin origin,
        Keep keep,
        Optional<Bytes> memoryLimit,
        Duration warmUp,
        Duration stopGrace,
        Optional<String> logFile,
        Optional<String> page,
        Optional<String> panel,
        Gentle gentle,
        Optional<Swap> swap) {
    public static final String THIS_HOST = "local";
    public static final Duration WARM_UP = Duration.ofSeconds(30);
    public static final Duration STOP_GRACE = Duration.ofSeconds(2);

    /** A process asked to end at a quiet moment may finish what it is at. */
    private static final Duration GENTLE_GRACE = Duration.ofSeconds(30);

    /** A service that is never restarted gently unless a guard says so. */
    public Service(
            ResourceId id, String host, String role, int floor, Origin origin, Keep keep, Optional<Bytes> memoryLimit, Duration warmUp, Duration stopGrace,
            Optional<String> logFile, Optional<String> page, Optional<String> panel) {
        this(id, host, role, floor, origin, keep, memoryLimit, warmUp, stopGrace, logFile, page, panel, Gentle.NONE);
    }

    /** A service that may not swap. */
    public Service(
            ResourceId id, String host, String role, int floor, Origin origin, Keep keep, Optional<Bytes> memoryLimit, Duration warmUp, Duration stopGrace,
            Optional<String> logFile, Optional<String> page, Optional<String> panel, Gentle gentle) {
        this(id, host, role, floor, origin, keep, memoryLimit, warmUp, stopGrace, logFile, page, panel, gentle, Optional.empty());
    }

    public boolean maySwap() {
        return swap.filter(Swap.ALLOWED::equals).isPresent();
    }

    /** Started and kept by others: there is no way to bring it back but to call somebody. */
    public boolean onlyWatched() {
        return origin instanceof Origin.Adopt adopt && adopt.start().isEmpty();
    }

    /** The same service, its process coming from elsewhere. */
    public Service from(Origin other) {
        return new Service(id, host, role, floor, other, keep, memoryLimit, warmUp, stopGrace, logFile, page, panel, gentle, swap);
    }

    /** Between asking it to end gently and ending it. */
    public Duration gentleGrace() {
        return stopGrace.compareTo(GENTLE_GRACE) > 0 ? stopGrace : GENTLE_GRACE;
    }
}
