package koboshi.agent.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import koboshi.agent.keep.Proc;

/**
 * The networks on this host: our own, and those of containers and of whoever else was given one.
 *
 * <p>Each is read once, through any process that is in it. Of a process of another user it can only be told by somebody with rights; it is then taken for one in ours.
 */
final class Namespaces {
    static final String OURS = "";
    private static final int MOST = 256;
    /** The kernel walks through whole tables to write such a file: ten milliseconds of a processor for each network. */
    private static final int READ_AT_ONCE = 8;
    private static final int MOST_ADDRESSES = 4;

    private final Path proc;
    private final String own;
    private Map<String, Long> members = Map.of();
    /** What was read of each network that is not ours; whoever was read longest ago comes first. */
    private final Map<String, Map<Long, Bound>> read = new LinkedHashMap<>();

    Namespaces(Path proc) {
        this.proc = proc;
        this.own = name(proc.resolve("self"));
    }

    /** Looks who is in which. */
    void look(Collection<Long> pids) {
        var found = new HashMap<String, Long>();
        for (long pid : pids) {
            var name = name(folder(pid));
            if (!name.isEmpty() && !name.equals(own) && found.size() < MOST) {
                found.putIfAbsent(name, pid);
            }
        }
        members = found;
        read.keySet().retainAll(found.keySet());
    }

    /** Every port that is waited at, by the number of its socket, which no two networks share. Of many other networks a few are read each time, new ones first. */
    Map<Long, Bound> sockets() {
        var ephemeral = Bound.Ephemeral.parse(Proc.textOf(proc.resolve("sys/net/ipv4/ip_local_port_range")).orElse(""));
        var all = new HashMap<Long, Bound>();
        sockets(proc.resolve("net"), OURS, ephemeral, all);
        var inTurn = Stream.concat(members.keySet().stream().filter(name -> !read.containsKey(name)), read.keySet().stream()).limit(READ_AT_ONCE).toList();
        for (var name : inTurn) {
            var of = new HashMap<Long, Bound>();
            sockets(folder(members.get(name)).resolve("net"), name, ephemeral, of);
            read.remove(name);
            read.put(name, of);
        }
        read.values().forEach(all::putAll);
        return all;
    }

    private static void sockets(Path net, String network, Bound.Ephemeral ephemeral, Map<Long, Bound> into) {
        for (var file : new String[] {"tcp", "tcp6", "udp", "udp6"}) {
            Proc.textOf(net.resolve(file)).ifPresent(text -> Bound.read(text, file.startsWith("udp"), network, ephemeral, into));
        }
    }

    /** Where a network that is not ours is reached; nothing where it is reached by nobody. */
    List<String> addresses(String network) {
        var net = folder(members.getOrDefault(network, 0L)).resolve("net");
        var addresses = new ArrayList<String>();
        var four = Proc.textOf(net.resolve("fib_trie")).orElse("").lines().map(String::trim).toList();
        for (int i = 1; i < four.size(); i++) {
            if (four.get(i).equals("/32 host LOCAL") && four.get(i - 1).startsWith("|-- ")) {
                addresses.add(four.get(i - 1).substring("|-- ".length()));
            }
        }
        Proc.textOf(net.resolve("if_inet6")).orElse("").lines().map(line -> line.split(" +")).filter(words -> words.length > 3 && words[3].equals("00"))
                .forEach(words -> addresses.add("[" + six(words[0]) + "]"));
        return addresses.stream().filter(address -> !address.startsWith("127.")).distinct().limit(MOST_ADDRESSES).toList();
    }

    private static String six(String digits) {
        try {
            return InetAddress.getByAddress(HexFormat.of().parseHex(digits)).getHostAddress();
        } catch (UnknownHostException wrong) {
            throw new IllegalArgumentException("no address: " + digits, wrong);
        }
    }

    private Path folder(long pid) {
        return proc.resolve(Long.toString(pid));
    }

    private static String name(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/net")).toString();
        } catch (IOException _) {
            // It has ended, or it is not ours to look at.
            return OURS;
        }
    }
}
