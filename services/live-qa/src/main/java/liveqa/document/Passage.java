package liveqa.document;

/** One paragraph of a document, with the place it was read from: what an answer quotes. */
public record Passage(String document, String heading, String text) {}
