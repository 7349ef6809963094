package liveqa.document;

/** How much of documents is taken in, so that a wrong folder cannot use up memory. */
public record Limits(int files, long bytesPerFile, int pages, int charactersPerFile, int passages) {
    public static final Limits USUAL = new Limits(500, 20L << 20, 500, 1_000_000, 10_000);
}
