package liveqa.question;

import java.time.Duration;
import java.util.Optional;

/**
 * How many are to be answered up to and including this question (0: its turn has come), and the wait that means.
 *
 * @param spoken the wait until the answer is spoken; empty while nobody listens
 */
public record Place(int place, Duration expectedWait, Optional<Spoken> spoken) {
    static final Place NONE = new Place(0, Duration.ZERO, Optional.empty());

    /** @param shownOnlyPerhaps when so much waits to be spoken that this answer may have to give way */
    public record Spoken(Duration expectedWait, boolean shownOnlyPerhaps) {}

    static Place of(int place, Outlook.Waits waits) {
        var spoken = waits.spoken() < 0 ? Optional.<Spoken>empty() : Optional.of(new Spoken(duration(waits.spoken()), waits.givesWay()));
        return new Place(place, duration(waits.answered()), spoken);
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
