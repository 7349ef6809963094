package koboshi.integration.haproxy;

/** One thing to tell HAProxy about one server. */
public sealed interface Command {
    String backend();

    String server();

    /** To a state of traffic. */
    record Set(String backend, String server, Admin admin) implements Command {}

    /** @param percent of the base weight */
    record Weigh(String backend, String server, int percent) implements Command {}

    default void tell(RuntimeApi api) throws HaproxyTrouble {
        switch (this) {
            case Set(var backend, var server, var admin) -> api.set(backend, server, admin);
            case Weigh(var backend, var server, int percent) -> api.weight(backend, server, percent);
        }
    }
}
