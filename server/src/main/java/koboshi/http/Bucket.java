package koboshi.http;

import java.time.Duration;

/**
 * A token bucket that may be overdrawn once: a message is as large as it is, so it passes whenever nothing is owed, and what it took too much is waited for.
 *
 * <p>It fills with the rate and holds ten seconds of it. A rate of 0 refuses nothing.
 */
final class Bucket {
    private static final double SECONDS_HELD = 10;

    private final double perSecond;
    private double held;
    private long filledNanos;

    Bucket(long perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.held = perSecond * SECONDS_HELD;
        this.filledNanos = nowNanos;
    }

    /** How long until something may pass again; zero when it may now. */
    synchronized Duration owed(long nowNanos) {
        fill(nowNanos);
        return perSecond == 0 || held >= 0 ? Duration.ZERO : Duration.ofMillis((long) Math.ceil(-held / perSecond * 1000));
    }

    synchronized void take(long amount, long nowNanos) {
        fill(nowNanos);
        held -= perSecond == 0 ? 0 : amount;
    }

    private void fill(long nowNanos) {
        double seconds = Math.max(0, (nowNanos - filledNanos) / 1e9);
        held = Math.min(perSecond * SECONDS_HELD, held + seconds * perSecond);
        filledNanos = nowNanos;
    }
}
