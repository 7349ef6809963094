package koboshi.scrape;

/**
 * A target a person should look at, though it may answer now.
 *
 * @param error why the last scrape failed, empty where it did not
 * @param warning what was odd about an answer that was taken, empty where nothing was
 * @param failed of its last scrapes
 * @param of so many scrapes that were looked at
 */
public record Troubled(String job, String target, String error, String warning, int failed, int of) {
    /** All of a large job may be away at once: a screen is enough. */
    public static final int MOST_NAMED = 20;
}
