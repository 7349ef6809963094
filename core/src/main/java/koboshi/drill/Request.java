package koboshi.drill;

import java.time.Duration;
import java.time.Instant;

/** One line of an outside client's ledger. */
public record Request(Instant sent, Duration took, boolean answered) {
    public Instant ended() {
        return sent.plus(took);
    }
}
