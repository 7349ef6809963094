package koboshi.integration.haproxy;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where the Runtime API of one HAProxy listens: what its line {@code stats socket} names. */
public sealed interface Address {
    /** @param path of a socket on this host */
    record Unix(Path path) implements Address {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /** Whoever reaches such a port rules that HAProxy, for it asks no password: it belongs on the loopback or behind a wall. */
    record Tcp(String host, int port) implements Address {
        @Override
        public String toString() {
            return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * @param text {@code unix:/run/haproxy.sock}, the bare path, {@code tcp://127.0.0.1:9999} or {@code tcp://[::1]:9999}
     * @throws IllegalArgumentException saying what was expected
     */
    static Address parse(String text) {
        var tcp = Spelling.TCP.matcher(text);
        if (tcp.matches()) {
            return new Tcp(tcp.group("six") == null ? tcp.group("host") : tcp.group("six"), port(text, tcp.group("port")));
        }
        var unix = Spelling.UNIX.matcher(text);
        if (unix.matches() && unix.group("path").length() <= Spelling.LONGEST_PATH) {
            return new Unix(Path.of(unix.group("path")));
        }
        throw unreadable(text);
    }

    private static int port(String text, String digits) {
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw unreadable(text);
        }
        return port;
    }

    private static IllegalArgumentException unreadable(String text) {
        var shown = text.length() > 120 ? text.substring(0, 120) + "..." : text;
        return new IllegalArgumentException("\"" + shown + "\" is no address of a Runtime API: expected unix:/run/haproxy.sock (an absolute path of at most "
                + Spelling.LONGEST_PATH + " characters) or tcp://127.0.0.1:9999 (a port from 1 to 65535)");
    }

    /** How addresses are written. */
    final class Spelling {
        /** The kernel keeps 108 bytes for the path of a socket, the closing zero among them. */
        private static final int LONGEST_PATH = 107;

        private static final Pattern TCP = Pattern.compile("tcp://(?:\\[(?<six>[0-9a-fA-F:.%]{2,64})]|(?<host>[A-Za-z0-9._-]{1,253})):(?<port>[0-9]{1,5})");
        private static final Pattern UNIX = Pattern.compile("(?:unix:(?://)?)?(?<path>/[^\\p{Cntrl}]+)");

        private Spelling() {}
    }
}
