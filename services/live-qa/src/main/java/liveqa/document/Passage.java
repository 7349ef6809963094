package liveqa.document;

/**
 * One paragraph, list or table row of a document, with the place it was read from: what an answer quotes.
 * {@code page} is the page number in a PDF, 0 where there are no pages.
 */
public record Passage(String document, String heading, int page, String text) {
    public Passage(String document, String heading, String text) {
        this(document, heading, 0, text);
    }
}
