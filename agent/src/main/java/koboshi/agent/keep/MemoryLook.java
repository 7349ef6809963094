package koboshi.agent.keep;

import java.util.Optional;

/** Notices once when memory comes near its limit, and again only after it had gone well below. Owned by one thread. */
final class MemoryLook {
    private static final double NEARLY_ALL = 0.9;
    private static final double ENOUGH_AGAIN = 0.8;

    private boolean near;

    /** What to remark, if anything. */
    Optional<String> see(double share) {
        if (share < ENOUGH_AGAIN) {
            near = false;
        }
        if (near || share < NEARLY_ALL) {
            return Optional.empty();
        }
        near = true;
        return Optional.of("memory at " + Math.round(share * 100) + " % of its limit");
    }
}
