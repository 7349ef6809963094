package koboshi.integration.prometheus;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Where a server is and how it lets us in.
 *
 * @param url of remote write, or what stands before {@code /api/v1}
 * @param headers fetched for each request, for secrets may change
 * @param patience for one request
 */
public record Access(URI url, Headers headers, Duration patience) {
    /** What is sent with each request. */
    @FunctionalInterface
    public interface Headers {
        Headers NONE = Map::of;

        /** @throws IOException naming the secret that is missing */
        Map<String, String> fetch() throws IOException;
    }

    /** Without the path, where tokens may hide. */
    @Override
    public String toString() {
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
