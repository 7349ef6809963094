package koboshi.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import koboshi.action.TrackRecord;
import koboshi.action.Verb;
import koboshi.resource.ResourceId;

/**
 * A guard and where it stands.
 *
 * @param key the guard's name and, where it has several standings, the label set
 * @param why what was seen, or why nothing is known; empty while inactive
 */
public record ViewedGuard(
        String key,
        Optional<ResourceId> on,
        Standing standing,
        Optional<Instant> since,
        String why,
        List<Verb> then,
        TrackRecord record) {
    public ViewedGuard {
        then = List.copyOf(then);
    }

    /** Prometheus's three, and not knowing. */
    public enum Standing {
        INACTIVE,
        PENDING,
        FIRING,
        UNKNOWN
    }
}
