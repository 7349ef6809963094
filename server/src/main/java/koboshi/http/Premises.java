package koboshi.http;

import java.time.Instant;
import java.util.Map;

/**
 * What the house is made of, for clients that ask a Prometheus about itself.
 *
 * @param configuration as it was written; other secrets stand elsewhere, but paths and parameters of its addresses may be some
 * @param followed when that was last taken up
 * @param flags what would be flags of Prometheus
 */
public record Premises(Instant started, String folder, String configuration, Instant followed, Map<String, String> flags) {
    public Premises {
        flags = Map.copyOf(flags);
    }
}
