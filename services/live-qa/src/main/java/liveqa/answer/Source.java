package liveqa.answer;

/**
 * Where an answer was found: document, heading, page (0 where there are none), the sentences quoted, and the whole passage they stand in.
 */
public record Source(String document, String heading, int page, String quote, String passage) {
    public Source(String document, String heading, String quote) {
        this(document, heading, 0, quote, quote);
    }
}
