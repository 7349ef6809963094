package koboshi.http;

import java.time.Instant;
import java.util.Optional;

/**
 * A place journeys are run from, besides here.
 *
 * @param linked since when its prober has been linked; empty while it is not
 * @param doubt why what it sees does not count, if so
 * @param journeys how many are run from there
 */
public record ViewedVantage(String name, Optional<Instant> linked, Optional<String> doubt, int journeys) {}
