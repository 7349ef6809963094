package koboshi.agent.host;

import java.nio.file.Path;
import koboshi.agent.keep.Proc;

/** What went over the network, from {@code /proc/net}, and the open files of the whole host. */
final class Networks {
    private static final int COLUMNS = 16;

    private Networks() {}

    static void read(Path proc, Figures into) {
        // The host's own view: /proc/net would be that of our network namespace all the same.
        Proc.textOf(proc.resolve("net/dev")).ifPresent(text -> text.lines().filter(line -> line.contains(":")).forEach(line -> device(line, into)));
        Proc.textOf(proc.resolve("net/sockstat")).ifPresent(text -> text.lines().filter(line -> line.startsWith("TCP:")).forEach(line -> sockets(line.split(" "), into)));
        Proc.textOf(proc.resolve("sys/fs/file-nr")).map(text -> text.trim().split("\\s+")).ifPresent(words -> files(words, into));
    }

    private static void device(String line, Figures into) {
        int colon = line.indexOf(':');
        var device = line.substring(0, colon).trim();
        var words = line.substring(colon + 1).trim().split(" +");
        if (words.length < COLUMNS) {
            return;
        }
        direction("receive", device, words, 0, into);
        direction("transmit", device, words, 8, into);
    }

    private static void direction(String way, String device, String[] words, int from, Figures into) {
        into.add("node_network_" + way + "_bytes_total", Double.parseDouble(words[from]), "device", device);
        into.add("node_network_" + way + "_packets_total", Double.parseDouble(words[from + 1]), "device", device);
        into.add("node_network_" + way + "_errs_total", Double.parseDouble(words[from + 2]), "device", device);
        into.add("node_network_" + way + "_drop_total", Double.parseDouble(words[from + 3]), "device", device);
    }

    private static void sockets(String[] words, Figures into) {
        for (int i = 1; i + 1 < words.length; i += 2) {
            into.add("node_sockstat_TCP_" + words[i], Double.parseDouble(words[i + 1]));
        }
    }

    private static void files(String[] words, Figures into) {
        into.add("node_filefd_allocated", Double.parseDouble(words[0]));
        into.add("node_filefd_maximum", Double.parseDouble(words[2]));
    }
}
