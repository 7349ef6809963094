package koboshi.integration.haproxy;

/** Somebody else has set this server otherwise than we want it. It stays as they set it, for two who correct each other never come to rest. */
public record Meddled(Server server, Wanted wanted) {
    /** How it is now. */
    public Admin admin() {
        return server.admin();
    }
}
