package koboshi.integration.haproxy;

import java.util.List;
import java.util.OptionalDouble;

/** The other servers of a backend that have traffic: what they have at the same moment says whether all of them are busy or only one. */
final class Siblings {
    private Siblings() {}

    /**
     * The lower median of their sessions, as many as this server would have by its weight. The lower one, so that of two siblings the sound one is
     * taken.
     *
     * @return nothing where it is alone
     */
    static OptionalDouble sessions(Server server, List<Server> all) {
        var each = all.stream()
                .filter(other -> other.backend().equals(server.backend()) && !other.name().equals(server.name()))
                .filter(other -> Watchfulness.works(other) && other.effectiveWeight() > 0)
                .mapToDouble(other -> (double) other.sessions() / other.effectiveWeight())
                .sorted()
                .toArray();
        return each.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(each[(each.length - 1) / 2] * server.effectiveWeight());
    }
}
