package koboshi.loop;

import java.time.Instant;
import java.util.Optional;
import koboshi.guard.GuardKey;
import koboshi.incident.Entry;

/**
 * A pool's traffic goes over from one group of its servers to another.
 *
 * @param to the group that is to have it
 * @param by who ordered it
 * @param shifted since when the group has its whole share and the others get no new sessions
 * @param back why it goes back, if so
 * @param yielding since when the others give up as much of their share as the group has got
 */
public record Switch(String pool, String to, GuardKey by, Instant since, String why, Optional<Instant> shifted, Optional<String> back, Optional<Instant> yielding) {
    static Switch of(Entry.SwitchBegan began, Instant at) {
        return new Switch(began.pool(), began.to(), began.by(), at, began.why(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    Switch yieldingFrom(Instant at) {
        return new Switch(pool, to, by, since, why, shifted, back, Optional.of(at));
    }

    Switch shiftedAt(Instant at) {
        return new Switch(pool, to, by, since, why, Optional.of(at), back, yielding);
    }

    /** The others have their whole share again at once. */
    Switch backFor(String trouble) {
        return new Switch(pool, to, by, since, why, shifted, Optional.of(trouble), Optional.empty());
    }
}
