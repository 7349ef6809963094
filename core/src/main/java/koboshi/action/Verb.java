package koboshi.action;

/** What can be done to a resource, and what is done when nobody knows whether it was. */
public enum Verb {
    /** Keep evidence: thread dump, status, sockets, top processes, last log lines. */
    CAPTURE(WhenUnknown.REPEAT, false),
    /** End the process and start it again. */
    RESTART(WhenUnknown.OBSERVE, true),
    /** Wait for a quiet moment, ask the process to end, and start its replacement. */
    RESTART_GENTLY(WhenUnknown.OBSERVE, true),
    /** End the process and leave it so. */
    STOP(WhenUnknown.OBSERVE, true),
    /** Start a process that lies. */
    START(WhenUnknown.OBSERVE, false),

    /** Have its balancers send a server nothing more at once; what it holds goes on. */
    EJECT(WhenUnknown.REPEAT, true),

    /** Have its balancers send a server no new sessions, and eject it when the last one ended or its time is over. */
    DRAIN(WhenUnknown.REPEAT, true),

    /** Have its balancers send a server traffic again, at first a part of it. */
    READY(WhenUnknown.REPEAT, false),
    /** Call a person. */
    NOTIFY(WhenUnknown.REPEAT, false);

    /** What an unknown outcome means for a verb. */
    public enum WhenUnknown {
        /** Look first; what is seen decides. */
        OBSERVE,
        /** Do it again under the same key: the receiver drops what it already has. */
        REPEAT
    }

    private final WhenUnknown whenUnknown;
    private final boolean disruptive;

    Verb(WhenUnknown whenUnknown, boolean disruptive) {
        this.whenUnknown = whenUnknown;
        this.disruptive = disruptive;
    }

    public WhenUnknown whenUnknown() {
        return whenUnknown;
    }

    /** Whether it takes something away from its users while it lasts. */
    public boolean disruptive() {
        return disruptive;
    }

    /** Whether anything is another way afterwards; looking and calling change nothing. */
    public boolean changes() {
        return this != CAPTURE && this != NOTIFY;
    }

    /** Whether a process is another one afterwards. */
    public boolean replaces() {
        return this == RESTART || this == RESTART_GENTLY;
    }

    /** Whether a guarded host's agent does it. */
    public boolean byAgent() {
        return this != NOTIFY && !byBalancer();
    }

    /** Whether a pool's balancers do it. */
    public boolean byBalancer() {
        return this == EJECT || this == DRAIN || this == READY;
    }
}
