package koboshi.integration.haproxy;

/**
 * One server of one backend, as HAProxy sees it. One that was added at run time looks like any other; one that was taken away is not there.
 *
 * @param address with its port, or empty where the socket's level hides it
 * @param up as HAProxy's own checks say, true where it does not check; never up in maintenance, where it does not look
 * @param status HAProxy's word for people: {@code UP}, {@code DOWN 1/2}, {@code no check}, {@code DRAIN}, {@code MAINT (via b/s1)}...; a server both
 *     draining and down says {@code DOWN}
 * @param weight as set, 0 to 256
 * @param effectiveWeight while HAProxy warms it up by {@code slowstart}, less than the weight
 * @param sessions now
 * @param queued waiting for a place on this very server
 * @param connectErrors since the process began, like all that follow
 * @param responseErrors answers that broke off, never came or could not be read
 * @param retries of connections
 * @param responseMillis mean time to the head of an answer, over its last 1024 sessions
 * @param baseWeight of the configuration: what 100 % means
 * @param aborts transfers ended by the server
 * @param check what the last check said, or empty
 */
public record Server(
        String backend,
        String name,
        String address,
        Admin admin,
        boolean up,
        String status,
        int weight,
        int effectiveWeight,
        int sessions,
        int queued,
        long connectErrors,
        long responseErrors,
        long fiveHundreds,
        long retries,
        long sessionsTotal,
        int responseMillis,
        int baseWeight,
        long aborts,
        String check) {
    /** {@code backend/name}, as HAProxy's own commands write it. */
    public String key() {
        return backend + "/" + name;
    }

    /** Everything that went wrong with it, for as long as the process has lived. */
    public long errors() {
        return connectErrors + responseErrors + fiveHundreds + retries;
    }

    /** {@code show stat} alone does not tell whether a server that is down also drains, so two tables meet here. */
    static Server joined(Row state, Row statistics) throws HaproxyTrouble {
        return new Server(
                statistics.text("pxname"),
                statistics.text("svname"),
                statistics.text("addr"),
                Admin.of(state.small("srv_admin_state")),
                state.small("srv_op_state") != 0,
                statistics.text("status"),
                state.small("srv_uweight"),
                statistics.small("weight"),
                statistics.small("scur"),
                statistics.small("qcur"),
                statistics.count("econ"),
                statistics.count("eresp"),
                statistics.count("hrsp_5xx"),
                statistics.count("wretr"),
                statistics.count("stot"),
                statistics.small("rtime"),
                state.small("srv_iweight"),
                statistics.count("srv_abrt"),
                statistics.text("last_chk"));
    }
}
