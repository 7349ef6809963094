package koboshi.action;

import java.time.Duration;

/**
 * How often a guard may act on a resource.
 *
 * @param perHour acts that take something away, in any hour
 * @param coolDown after such an act ended
 * @param dryRun say what would be done and do nothing
 * @param approval a person must agree first
 */
public record Brakes(int perHour, Duration coolDown, boolean dryRun, boolean approval) {
    public static final Brakes DEFAULT = new Brakes(4, Duration.ofMinutes(2), false, false);
}
