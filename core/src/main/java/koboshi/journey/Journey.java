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
 * @param identity what every answer must carry: something else once answered in a dead target's place
 */
public record Journey(String name, ResourceId service, Duration every, Duration timeout, Optional<Identity> identity, List<Step> steps) {
    /** How many fresh runs at once confirm a suspicion. */
    public static final int BURST = 4;

    public Journey {
        steps = List.copyOf(steps);
    }

    /** A header that names who answered. */
    public record Identity(String header, String value) {}
}
