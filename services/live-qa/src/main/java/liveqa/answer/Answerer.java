package liveqa.answer;

import java.util.function.Consumer;

/** Answers one question; called by several workers at once. What looks it up, and where, is its own affair. */
@FunctionalInterface
public interface Answerer {
    Answer answer(String question) throws Exception;

    /** The same, telling each sentence of the answer as soon as it stands; who has nothing to tell early tells nothing. */
    default Answer answer(String question, Consumer<String> sentences) throws Exception {
        return answer(question);
    }

    /** The answer to a check, which nobody reads: without whatever costs money. */
    default Answer check(String question) throws Exception {
        return answer(question);
    }
}
