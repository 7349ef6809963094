package koboshi.http;

import java.time.Instant;
import java.util.Optional;
import koboshi.journey.Doubt;

/**
 * A place journeys are run from.
 *
 * @param linked since when its prober has been linked; empty while it is not, and of our own place
 * @param lost since when it has not been, if it ever was
 * @param leftOut why what it sees does not count, if so
 * @param journeys how many are run from there
 */
public record ViewedVantage(String name, Optional<Instant> linked, Optional<Instant> lost, Optional<LeftOut> leftOut, int journeys) {
    /** @param since without a break */
    public record LeftOut(Doubt doubt, Instant since) {}
}
