package koboshi.agent.host;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import koboshi.agent.keep.Proc;

/**
 * One process of the host, as far as it must be known to say who it is.
 *
 * @param place the container or unit it belongs to, as its cgroup says; empty where it belongs to none
 * @param terminal whether a person's terminal is its own
 * @param ticks when it started
 */
record Citizen(long pid, String name, long parent, long session, boolean terminal, boolean ended, long ticks, String place) {
    private static final Pattern CONTAINER = Pattern.compile("(?:docker|libpod|crio|cri-containerd|containerd)[-/:]([0-9a-f]{12})[0-9a-f]*");
    private static final Pattern POD = Pattern.compile("/kubepods[^\\n]*/([0-9a-f]{12})[0-9a-f]{52}");
    private static final Pattern UNIT = Pattern.compile("([^/]+\\.service)(?:/|$)", Pattern.MULTILINE);
    private static final int TERMINAL = 4;

    static Optional<Citizen> of(Path proc, long pid) {
        var folder = proc.resolve(Long.toString(pid));
        return Proc.textOf(folder.resolve("stat")).flatMap(text -> Proc.Stat.parse(text).map(stat -> {
            var fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return new Citizen(pid, stat.name(), stat.parent(), stat.session(), !fields[TERMINAL].equals("0"), stat.state() == 'Z' || stat.state() == 'X', stat.ticks(),
                    place(Proc.textOf(folder.resolve("cgroup")).orElse("")));
        }));
    }

    static String place(String group) {
        var container = CONTAINER.matcher(group);
        if (container.find()) {
            return "container " + container.group(1);
        }
        var pod = POD.matcher(group);
        if (pod.find()) {
            return "container " + pod.group(1);
        }
        var unit = UNIT.matcher(group);
        return unit.find() ? unit.group(1) : "";
    }

    boolean contained() {
        return place.startsWith("container ");
    }
}
