package koboshi.agent.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.agent.keep.Proc;
import koboshi.agent.link.Frame.Neighbour;

/**
 * Docker's small processes that wait at a port of the host on behalf of a container: the port is told of the program in the container, and they are nobody.
 *
 * @param inside the container's address and port
 */
record Forwards(int port, boolean udp, String inside) {
    private static final String NAME = "docker-proxy";

    static List<Neighbour> resolved(List<Neighbour> all, Path proc) {
        var byInside = new HashMap<String, Integer>();
        var left = new ArrayList<Neighbour>();
        all.stream().filter(one -> !one.name().equals(NAME)).forEach(one -> {
            one.inside().orElse(List.of()).forEach(inside -> byInside.put(inside, left.size()));
            left.add(one);
        });
        for (var one : all) {
            if (one.name().equals(NAME)) {
                var forward = of(Proc.textOf(proc.resolve(Long.toString(one.pid())).resolve("cmdline")).orElse(""));
                var index = forward.map(Forwards::inside).map(byInside::get);
                index.ifPresentOrElse(at -> left.set(at, forward.get().onto(left.get(at))), () -> left.add(one));
            }
        }
        return List.copyOf(left);
    }

    static Optional<Forwards> of(String commandLine) {
        var words = Arrays.asList(commandLine.split("\0"));
        Map<String, String> options = new HashMap<>();
        for (int i = 1; i + 1 < words.size(); i += 2) {
            options.put(words.get(i), words.get(i + 1));
        }
        var port = Optional.ofNullable(options.get("-host-port")).filter(text -> text.matches("\\d{1,5}"));
        var address = Optional.ofNullable(options.get("-container-ip")).map(text -> text.contains(":") ? "[" + text + "]" : text);
        return port.map(number -> new Forwards(Integer.parseInt(number), "udp".equals(options.get("-proto")), address.orElse("") + ":" + options.get("-container-port")));
    }

    private Neighbour onto(Neighbour one) {
        var ports = udp ? one.ports() : with(one.ports());
        var datagrams = udp ? Optional.of(with(one.udp().orElse(List.of()))) : one.udp();
        return new Neighbour(one.name(), one.pid(), one.session(), one.place(), ports, datagrams, one.inside());
    }

    private List<Integer> with(List<Integer> ports) {
        var all = new ArrayList<>(ports);
        all.add(port);
        return all.stream().distinct().sorted().toList();
    }
}
