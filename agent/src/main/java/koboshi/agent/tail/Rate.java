package koboshi.agent.tail;

/** So many lines a second, ten seconds' worth at once; what is above is dropped and counted. */
final class Rate {
    private static final double SECONDS_HELD = 10;

    private final double perSecond;
    private double held;
    private long filledNanos;

    Rate(int perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.held = perSecond * SECONDS_HELD;
        this.filledNanos = nowNanos;
    }

    /** How many of these may go. */
    int of(int wanted, long nowNanos) {
        held = Math.min(perSecond * SECONDS_HELD, held + Math.max(0, nowNanos - filledNanos) / 1e9 * perSecond);
        filledNanos = nowNanos;
        int granted = (int) Math.min(wanted, held);
        held -= granted;
        return granted;
    }
}
