package koboshi.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import koboshi.agent.journey.Answer;

/**
 * How a question went.
 *
 * @param answer whole; empty where none came
 * @param status of the last head that came, 0 for none
 * @param certifiedUntil the earliest end of the certificates that were shown
 * @param took from the beginning to the end of the answer, or until it was given up
 * @param trouble why no whole answer came; empty where one did
 */
public record Reply(Optional<Answer> answer, int status, Optional<Instant> certifiedUntil, Duration took, String trouble) {
    /** For whoever has read the answer. */
    public Reply withoutAnswer() {
        return new Reply(Optional.empty(), status, certifiedUntil, took, trouble);
    }
}
