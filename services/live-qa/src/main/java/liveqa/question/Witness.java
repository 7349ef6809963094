package liveqa.question;

/** Is told what happens at the desk; must return at once. */
public interface Witness {
    /** A question was accepted (or, at start, found unanswered in the log). */
    default void accepted(Question question) {}

    default void turnedAway(Channel channel) {}

    /** A worker took up the question. */
    default void begun(Question question) {}

    /** A sentence of an answer that is still being given stands; it will be part of it. */
    default void partly(Question question, String sentence) {}

    default void answered(Question question, Standing.Answered answered) {}

    /** The log could not be written. */
    default void notKept(Channel channel) {}
}
