package koboshi.resource;

import java.util.Optional;

/**
 * How a service that grows is begun anew without anybody noticing.
 *
 * @param soft above it the service is restarted at a quiet moment, at the latest when it comes to its limit
 * @param quiet a PromQL condition that holds while nobody is served; without one any moment will do
 */
public record Gentle(Optional<Bytes> soft, Optional<String> quiet) {
    public static final Gentle NONE = new Gentle(Optional.empty(), Optional.empty());
}
