package liveqa.question;

import java.time.Duration;

/**
 * How fast the line moves: the smoothed time between two turns, and how long nothing has moved.
 *
 * <p>While people wait and nothing moves, the standstill itself is the best estimate: an asker in front of stuck workers
 * must not be promised a tenth of a second for ever.
 */
final class Tempo {
    private static final double SMOOTHING = 0.1;
    private double secondsPerTurn = 0.02;
    private long lastMoveNanos;
    private boolean idle = true;

    /** A question joined a line in which nobody stood. */
    void wakes(long nowNanos) {
        if (idle) lastMoveNanos = nowNanos;
        idle = false;
    }

    /** A turn ended; {@code waiting} stay behind. */
    void moves(long nowNanos, int waiting) {
        double seconds = (nowNanos - lastMoveNanos) / 1e9;
        secondsPerTurn += SMOOTHING * (seconds - secondsPerTurn);
        lastMoveNanos = nowNanos;
        idle = waiting == 0;
    }

    Duration waitFor(int place, long nowNanos) {
        double standstill = idle ? 0 : (nowNanos - lastMoveNanos) / 1e9;
        return Duration.ofNanos((long) (place * Math.max(secondsPerTurn, standstill) * 1e9));
    }
}
