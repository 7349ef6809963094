package koboshi.integration.haproxy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The servers of each backend that have traffic: what the others have at the same moment says whether all of them are busy or only one.
 *
 * @param loads sessions for each unit of weight, by backend, sorted
 */
record Siblings(Map<String, double[]> loads) {
    static Siblings among(List<Server> servers) {
        return new Siblings(servers.stream().filter(Siblings::counts).collect(Collectors.groupingBy(Server::backend, Collectors.collectingAndThen(Collectors.toList(), Siblings::sorted))));
    }

    private static double[] sorted(List<Server> servers) {
        return servers.stream().mapToDouble(Siblings::load).sorted().toArray();
    }

    private static boolean counts(Server server) {
        return Watchfulness.works(server) && server.effectiveWeight() > 0;
    }

    private static double load(Server server) {
        return (double) server.sessions() / server.effectiveWeight();
    }

    /**
     * The lower median of the others' sessions, as many as this server would have by its weight. The lower one, so that of two siblings the sound one
     * is taken.
     *
     * @return nothing where it is alone
     */
    OptionalDouble of(Server server) {
        var all = loads.getOrDefault(server.backend(), new double[0]);
        int own = counts(server) ? Arrays.binarySearch(all, load(server)) : all.length;
        int others = own < all.length ? all.length - 1 : all.length;
        int middle = (others - 1) / 2;
        return others == 0 ? OptionalDouble.empty() : OptionalDouble.of(all[middle < own ? middle : middle + 1] * server.effectiveWeight());
    }
}
