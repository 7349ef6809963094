package liveqa.document;

import java.time.Duration;

/** How much of documents is taken in, and how long one may take, so that a wrong folder cannot use up memory or time. */
public record Limits(int files, long bytesPerFile, int pages, int charactersPerFile, int passages, Duration perFile) {
    public static final Limits USUAL = new Limits(500, 20L << 20, 500, 1_000_000, 10_000, Duration.ofSeconds(30));
}
