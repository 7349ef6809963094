package koboshi.incident;

import java.time.Instant;
import java.util.Optional;
import koboshi.guard.GuardKey;
import koboshi.resource.ResourceId;

/**
 * A fall, from the first sign to the last: opened even when it heals by itself.
 *
 * @param by the guard that saw it first
 * @param fired whether any guard fired, or it was only suspected
 * @param handled whether anything was done about it
 * @param answeringSince when the service's journey first ran clean again
 */
public record Incident(
        long id,
        ResourceId on,
        GuardKey by,
        String why,
        Instant opened,
        boolean fired,
        boolean handled,
        Optional<Instant> captured,
        Optional<Instant> answeringSince,
        Optional<Instant> ended,
        Optional<Ending> ending) {

    /** What is listed apart: a near miss is what nobody confirmed and nobody did anything about. */
    public enum Kind {
        INCIDENT,
        NEAR_MISS
    }

    public static Incident opened(long id, ResourceId on, GuardKey by, String why, Instant at) {
        return new Incident(
                id, on, by, why, at, false, false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public boolean open() {
        return ended.isEmpty();
    }

    /** While it is open nobody knows yet; and what was brought back had fallen, though no guard saw it. */
    public Kind kind() {
        return open() || fired || handled ? Kind.INCIDENT : Kind.NEAR_MISS;
    }

    public Incident asFired() {
        return new Incident(id, on, by, why, opened, true, handled, captured, answeringSince, ended, ending);
    }

    public Incident asHandled() {
        return new Incident(id, on, by, why, opened, fired, true, captured, answeringSince, ended, ending);
    }

    public Incident capturedAt(Instant at) {
        return new Incident(id, on, by, why, opened, fired, handled, Optional.of(at), answeringSince, ended, ending);
    }

    public Incident answering(Instant since) {
        return new Incident(id, on, by, why, opened, fired, handled, captured, Optional.of(since), ended, ending);
    }

    public Incident ended(Instant at, Ending how) {
        return new Incident(id, on, by, why, opened, fired, handled, captured, answeringSince, Optional.of(at), Optional.of(how));
    }
}
