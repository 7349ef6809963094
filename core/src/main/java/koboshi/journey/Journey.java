package koboshi.journey;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import koboshi.resource.ResourceId;

/**
 * What a user does, step by step, rehearsed again and again: health that a bare port cannot fake.
 *
 * @param service what it speaks for
 * @param every between the beginnings of two idle runs
 * @param timeout for a whole run
 * @param identity what every HTTP answer must carry: something else once answered in a dead target's place
 * @param within the longest a run may take to count as clean; it ends by itself only at its timeout
 * @param cleanUp taken after every run, however it went; what comes of it changes no verdict
 */
public record Journey(
        String name,
        ResourceId service,
        Duration every,
        Duration timeout,
        Optional<Identity> identity,
        List<Step> steps,
        Optional<Duration> within,
        List<Step> cleanUp) {
    /** How many fresh runs at once confirm a suspicion. */
    public static final int BURST = 4;

    public Journey {
        steps = List.copyOf(steps);
        cleanUp = List.copyOf(cleanUp);
    }

    public Journey(String name, ResourceId service, Duration every, Duration timeout, Optional<Identity> identity, List<Step> steps) {
        this(name, service, every, timeout, identity, steps, Optional.empty(), List.of());
    }

    /** A header that names who answered. */
    public record Identity(String header, String value) {}
}
