package liveqa.phone.talk;

/** What is done when everything was said. */
public sealed interface Then {
    /** Wait for the caller. */
    record Listen() implements Then {}

    /** Ask live-qa. */
    record Ask(String question) implements Then {}

    /** Go on waiting for live-qa. */
    record Wait() implements Then {}

    /** End the call; the word is its outcome in metrics. */
    record HangUp(String outcome) implements Then {}
}
