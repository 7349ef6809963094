package koboshi.scrape;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.series.Labels;
import koboshi.wire.Family;

/**
 * One target, and how its last scrape went.
 *
 * @param job the name of the job as it is written; a rule may have given the target another label {@code job}
 * @param discovered its labels before the rules
 * @param labels those of its series; empty where no target came of it
 * @param url with parameters; never with a login
 * @param error why the last scrape failed, empty where it did not
 * @param warning what was odd about an answer that was taken nevertheless, such as samples that were too old; empty where nothing was
 * @param recent how the latest scrapes went
 * @param failing since when no scrape has succeeded; empty where the last one did, and where there was none
 * @param last when it was last scraped
 * @param took how long that took
 * @param samples of the last answer
 * @param series that are kept of it now
 * @param families what it says of its metrics
 * @param place where its job is written
 */
public record TargetStatus(
        String job,
        Map<String, String> discovered,
        Labels labels,
        String url,
        Health health,
        String error,
        String warning,
        Recent recent,
        Optional<Failing> failing,
        Optional<Instant> last,
        Duration took,
        Duration every,
        Duration timeout,
        int samples,
        int series,
        List<Family> families,
        String place) {
    public TargetStatus {
        discovered = Map.copyOf(discovered);
        families = List.copyOf(families);
    }

    /**
     * How many of the latest scrapes failed, also where those between them did not.
     *
     * @param bits one for each, set where it failed, the latest the lowest
     */
    public record Recent(int scrapes, int bits) {
        static final Recent NONE = new Recent(0, 0);
        private static final int MOST = 20;

        Recent and(boolean failed) {
            return new Recent(Math.min(MOST, scrapes + 1), (bits << 1 | (failed ? 1 : 0)) & (1 << MOST) - 1);
        }

        public int failed() {
            return Integer.bitCount(bits);
        }
    }

    /** @param scrapes in a row */
    public record Failing(int scrapes, Instant since) {}

    /** What is known of a target. */
    public enum Health {
        /** Not scraped yet. */
        UNKNOWN,
        UP,
        DOWN
    }
}
