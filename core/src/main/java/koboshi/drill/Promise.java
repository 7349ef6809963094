package koboshi.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a drill promises, judged on what the outside client measured.
 *
 * @param seen how long until the fall is confirmed
 * @param answering how long until it answers again, the service's own warm-up not counted
 * @param agreement how far Koboshi's own account may be from the outside client's
 */
public record Promise(Duration seen, Duration answering, Duration agreement) {
    public static final Promise DEFAULT = new Promise(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofMillis(100));

    /**
     * What the outside client measured from the moment it injected the fault; empty is never.
     *
     * @param warmUp of the service itself, measured beforehand
     * @param disagreement the largest difference between our account and the client's
     * @param named whether the evidence names the fault
     */
    public record Measured(
            Optional<Duration> seen, Optional<Duration> acted, Optional<Duration> answering, Duration warmUp, Optional<Duration> disagreement, boolean named) {}

    /** Everything that was not held, in words; empty when all was. */
    public List<String> broken(Measured measured) {
        var broken = new ArrayList<String>();
        late("the fall was seen", measured.seen(), seen, broken);
        late("it answered again", measured.answering(), answering.plus(measured.warmUp()), broken);
        late("our account agrees with the client's", measured.disagreement(), agreement, broken);
        if (measured.acted().isEmpty()) {
            broken.add("nothing was done about it");
        }
        if (!measured.named()) {
            broken.add("the evidence does not tell what it was");
        }
        return broken;
    }

    private static void late(String what, Optional<Duration> measured, Duration allowed, List<String> broken) {
        if (measured.isEmpty()) {
            broken.add(what + ": never");
        } else if (measured.get().compareTo(allowed) > 0) {
            broken.add(what + " within " + seconds(measured.get()) + " s; promised were " + seconds(allowed) + " s");
        }
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
    }
}
