package koboshi.http;

import java.util.List;

/**
 * What is known of a host by its agent.
 *
 * @param limits how memory limits are set there, in words
 * @param unguarded who listens there and is kept by nobody
 */
public record ViewedHost(String name, String limits, List<Listener> unguarded) {
    public ViewedHost {
        unguarded = List.copyOf(unguarded);
    }

    /** @param place the container or unit it belongs to, or empty */
    public record Listener(String name, long pid, String place, List<Integer> ports) {
        public Listener {
            ports = List.copyOf(ports);
        }
    }
}
