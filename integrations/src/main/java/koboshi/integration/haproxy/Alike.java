package koboshi.integration.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keeps what HAProxy does and what we want alike. A new process knows nothing of what its predecessor was told, so it is told again; within one process
 * a difference is somebody's doing and is left. Servers we want nothing of are never touched.
 *
 * <p>Whoever changes what is wanted tells HAProxy by its verbs; these judge only what was seen after that.
 */
public final class Alike {
    private Alike() {}

    /**
     * What to tell, in this order: a server leaves traffic before its weight is changed, and has its weight before it comes back.
     *
     * @param wanted by backend/server
     * @param newProcess whether another process answers than when we last told anything
     */
    public static List<Command> commands(Map<String, Wanted> wanted, List<Server> seen, boolean newProcess) {
        var commands = new ArrayList<Command>();
        for (var server : newProcess ? seen : List.<Server>of()) {
            var want = wanted.get(server.key());
            if (want != null) {
                commands.addAll(commands(want, server));
            }
        }
        return List.copyOf(commands);
    }

    private static List<Command> commands(Wanted wanted, Server server) {
        var commands = new ArrayList<Command>();
        if (wanted.admin() != server.admin()) {
            commands.add(new Command.Set(server.backend(), server.name(), wanted.admin()));
        }
        if (!wanted.hasWeight(server)) {
            var weigh = new Command.Weigh(server.backend(), server.name(), wanted.percent());
            commands.add(wanted.admin() == Admin.READY ? 0 : commands.size(), weigh);
        }
        return commands;
    }

    /** @param newProcess in which nothing was told yet, so that no difference is anybody's doing */
    public static List<Meddled> meddled(Map<String, Wanted> wanted, List<Server> seen, boolean newProcess) {
        return newProcess
                ? List.of()
                : seen.stream()
                        .filter(server -> wanted.containsKey(server.key()) && !wanted.get(server.key()).is(server))
                        .map(server -> new Meddled(server, wanted.get(server.key())))
                        .toList();
    }

    /** In the order of their names. */
    public static List<Missing> missing(Map<String, Wanted> wanted, List<Server> seen) {
        var there = seen.stream().map(Server::key).collect(Collectors.toSet());
        return wanted.entrySet().stream()
                .filter(want -> !there.contains(want.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .map(want -> new Missing(want.getKey(), want.getValue()))
                .toList();
    }
}
