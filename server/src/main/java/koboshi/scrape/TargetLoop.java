package koboshi.scrape;

import java.io.IOException;

/** Asks one target at its moments, until it is stopped. */
sealed interface TargetLoop permits ScrapeLoop, ProbeLoop {
    void start();

    Target target();

    TargetStatus status();

    /** Whether it ever answered. */
    boolean answered();

    /** An answer that is on its way is given up. */
    void stop();

    /** @return whether it has stopped within the time an answer may take */
    boolean stopped() throws InterruptedException;

    /** Marks all its series as ended: the target is none any more. Only once it has stopped. */
    void end() throws IOException;
}
