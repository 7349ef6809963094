package liveqa.question;

import java.time.Duration;
import java.util.List;

/** Is told what happens at the desk; must return at once. */
public interface Witness {
    /** One that tells all of these, in their order. */
    static Witness all(Witness... witnesses) {
        return Witnesses.of(List.of(witnesses));
    }

    /** A question was accepted (or, at start, found unanswered in the log). */
    default void accepted(Question question) {}

    default void turnedAway(Channel channel) {}

    /** A worker took up the question. */
    default void begun(Question question) {}

    /** A sentence of an answer that is still being given stands; it will be part of it. */
    default void partly(Question question, String sentence) {}

    default void answered(Question question, Standing.Answered answered) {}

    /** Someone who asked the same as another was given the other's answer, which is shown and spoken once. */
    default void answeredToo(Question question, Standing.Answered answered) {}

    /** The question asks the same as one that waits, and shares its answer. */
    default void joined(Question question) {}

    default void held(Question question, HoldReason why) {}

    /** It will not be answered, unless it is brought back. */
    default void withdrawn(Question question, Withdrawal why) {}

    /** A moderator, or a platform, decided; also told of bans ({@code ban}, {@code lift}) and answers by hand ({@code answer}). */
    default void decided(String decision) {}

    /** How long the asker of an answered question was told to wait, and waited, until the answer was there. */
    default void promised(double seconds, Duration waited) {}

    /** The same until the answer was spoken. */
    default void promisedSpeech(double seconds, Duration waited) {}

    /** The answer begins to be spoken or shown, so many seconds after it was there. */
    default void spoken(Question question, double seconds) {}

    /** The log could not be written. */
    default void notKept(Channel channel) {}
}
