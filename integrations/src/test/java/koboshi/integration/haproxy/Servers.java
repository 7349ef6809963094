package koboshi.integration.haproxy;

/** Servers as a look would show them. */
final class Servers {
    private Servers() {}

    static Server calm(String key) {
        return seen(key, 0, 0, 0, 0);
    }

    static Server seen(String key, int sessions, int queued, long errors, long total) {
        return full(key, Admin.READY, true, 100, sessions, queued, errors, total);
    }

    static Server set(String key, Admin admin, int weight) {
        return full(key, admin, admin != Admin.MAINT, weight, 0, 0, 0, 0);
    }

    static Server full(String key, Admin admin, boolean up, int weight, int sessions, int queued, long errors, long total) {
        var names = key.split("/");
        return new Server(names[0], names[1], "127.0.0.1:1", admin, up, "no check", weight, weight, sessions, queued, 0, errors, 0, 0, total, 1, 100, 0, "");
    }
}
