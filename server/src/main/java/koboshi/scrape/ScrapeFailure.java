package koboshi.scrape;

/** A scrape nothing was taken of, and why, in words for whoever looks after the target. */
sealed class ScrapeFailure extends Exception permits Download.Closed {
    private static final long serialVersionUID = 1;

    ScrapeFailure(String message) {
        super(message, null, false, false);
    }
}
