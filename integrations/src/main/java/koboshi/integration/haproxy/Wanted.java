package koboshi.integration.haproxy;

/**
 * What we want of one server.
 *
 * @param percent of its base weight, 0 to 100
 */
public record Wanted(Admin admin, int percent) {
    public Wanted {
        Weights.checked(percent);
    }

    boolean is(Server server) {
        return server.admin() == admin && hasWeight(server);
    }

    boolean hasWeight(Server server) {
        return server.weight() == Weights.of(percent, server.baseWeight());
    }
}
