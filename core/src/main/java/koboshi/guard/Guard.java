package koboshi.guard;

import java.time.Duration;
import java.util.Optional;
import koboshi.resource.ResourceId;

/**
 * What must hold, and how long it may fail to before it counts.
 *
 * @param on what the guard speaks for and its runbook acts upon
 * @param holdFor how long the condition must hold before the guard fires
 * @param keepFiringFor how long it must be clear before the guard stops
 * @param unknownGrace how long it may be unknown before a person is called
 */
public record Guard(
        String name, Condition condition, Optional<ResourceId> on, Duration holdFor, Duration keepFiringFor, Duration unknownGrace) {
    public static final Duration UNKNOWN_GRACE = Duration.ofMinutes(5);

    public static Guard of(String name, Condition condition, ResourceId on) {
        return new Guard(name, condition, Optional.of(on), Duration.ZERO, Duration.ZERO, UNKNOWN_GRACE);
    }
}
