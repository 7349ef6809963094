package koboshi.http;

import java.time.Instant;
import java.util.Map;

/**
 * What the house is made of, for clients that ask a Prometheus about itself.
 *
 * @param configuration as it was written; secrets stand elsewhere
 * @param followed when that was last taken up
 * @param flags what would be flags of Prometheus
 */
public record Premises(Instant started, String folder, String configuration, Instant followed, Map<String, String> flags) {
    public Premises {
        flags = Map.copyOf(flags);
    }
}
