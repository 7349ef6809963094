package koboshi.agent.capture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import koboshi.agent.keep.Proc;

/** The TCP sockets of one process: who it talks to, in which state, and what lies unread or unsent. */
final class Sockets {
    private static final List<String> STATES = List.of(
            "?", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT", "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING");

    private Sockets() {}

    static String of(long pid) throws IOException {
        var owned = inodes(pid);
        var text = new StringBuilder("state        unread unsent  local -> remote\n");
        Stream.of("net/tcp", "net/tcp6")
                .flatMap(table -> Proc.textOf(Proc.ROOT.resolve(Long.toString(pid)).resolve(table)).orElse("").lines().skip(1))
                .map(line -> line.trim().split("\\s+"))
                .filter(fields -> fields.length > 9 && owned.contains(fields[9]))
                .forEach(fields -> text.append(line(fields)).append('\n'));
        return text.toString();
    }

    private static Set<String> inodes(long pid) throws IOException {
        var inodes = new HashSet<String>();
        try (var links = Files.list(Proc.ROOT.resolve(pid + "/fd"))) {
            for (var link : (Iterable<Path>) links::iterator) {
                var target = target(link);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring(8, target.length() - 1));
                }
            }
        }
        return inodes;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException _) {
            return ""; // Closed since it was listed.
        }
    }

    /** What lies unread at a listening socket is connections waiting to be accepted: a full backlog is what a hung server looks like. */
    private static String line(String[] fields) {
        int state = Integer.parseInt(fields[3], 16);
        var queues = fields[4].split(":");
        return String.format(
                "%-12s %6d %6d  %s -> %s",
                state < STATES.size() ? STATES.get(state) : "?",
                Long.parseLong(queues[1], 16),
                Long.parseLong(queues[0], 16),
                address(fields[1]),
                address(fields[2]));
    }

    /** Four bytes at a time in the machine's order, which is little-endian on all we run on. */
    static String address(String text) {
        int colon = text.indexOf(':');
        var bytes = HexFormat.of().parseHex(text.substring(0, colon));
        for (int word = 0; word < bytes.length; word += 4) {
            swap(bytes, word, word + 3);
            swap(bytes, word + 1, word + 2);
        }
        return literal(bytes) + ":" + Integer.parseInt(text.substring(colon + 1), 16);
    }

    private static void swap(byte[] bytes, int a, int b) {
        byte held = bytes[a];
        bytes[a] = bytes[b];
        bytes[b] = held;
    }

    private static String literal(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address is four or sixteen bytes", impossible);
        }
    }
}
