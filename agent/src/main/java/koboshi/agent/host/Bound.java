package koboshi.agent.host;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A port that is waited at.
 *
 * @param udp for datagrams rather than connections
 * @param network in which it is
 */
record Bound(int port, boolean udp, String network) {
    private static final int MOST = 1_000;
    private static final String LISTENING = "0A";
    private static final String UNCONNECTED = "07";
    /** A client of DHCP waits at a fixed port all its life, and serves nobody. */
    private static final Set<Integer> CLIENTS = Set.of(68, 546);

    /** Adds what a file such as {@code net/tcp} tells, by the number of each socket. */
    static void read(String text, boolean udp, String network, Ephemeral ephemeral, Map<Long, Bound> into) {
        lines(text, udp ? UNCONNECTED : LISTENING).forEach(words -> {
            var bound = new Bound(Integer.parseInt(words[1].substring(words[1].indexOf(':') + 1), 16), udp, network);
            if (into.size() < MOST && (!udp || !ephemeral.given(bound.port) && !CLIENTS.contains(bound.port))) {
                into.put(Long.parseLong(words[9]), bound);
            }
        });
    }

    private static Stream<String[]> lines(String text, String state) {
        return text.lines().skip(1).map(line -> line.trim().split(" +")).filter(words -> words.length > 9 && words[3].equals(state));
    }

    /** The ports the kernel gives to whoever asks for any: a datagram socket at one of them is a client that waits for its answer. */
    record Ephemeral(int first, int last) {
        static Ephemeral parse(String text) {
            var words = text.trim().split("\\s+");
            return words.length == 2 ? new Ephemeral(Integer.parseInt(words[0]), Integer.parseInt(words[1])) : new Ephemeral(32_768, 60_999);
        }

        boolean given(int port) {
            return port == 0 || port >= first && port <= last;
        }
    }
}
