package koboshi.http;

import java.util.List;

/**
 * What is known of a host by its agent.
 *
 * @param limits how memory limits are set there, in words
 * @param address at which it is reached from here, as far as is known
 * @param unguarded who runs there, is kept by nobody and watched by nothing
 */
public record ViewedHost(String name, String limits, String address, List<Program> unguarded) {
    public ViewedHost {
        unguarded = List.copyOf(unguarded);
    }

    /**
     * @param name empty where the agent may not look whose a port is
     * @param pid 0 where that is not known
     * @param place the container or unit it belongs to, or empty
     * @param ports of the host for connections
     * @param udp of the host for datagrams
     * @param inside {@code address:port} in a network of its own
     */
    public record Program(String name, long pid, String place, List<Integer> ports, List<Integer> udp, List<String> inside) {
        public Program {
            ports = List.copyOf(ports);
            udp = List.copyOf(udp);
            inside = List.copyOf(inside);
        }
    }
}
