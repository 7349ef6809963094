package liveqa.answer;

/** Answers one question; called by several workers at once. What looks it up, and where, is its own affair. */
@FunctionalInterface
public interface Answerer {
    Answer answer(String question) throws Exception;
}
