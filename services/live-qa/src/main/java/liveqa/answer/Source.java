package liveqa.answer;

/** Where an answer was found, and the words themselves. */
public record Source(String document, String heading, String quote) {}
