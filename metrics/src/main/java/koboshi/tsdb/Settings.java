package koboshi.tsdb;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How a store keeps series.
 *
 * @param keep how long samples are kept, at most {@code block} longer
 * @param keepBytes size of all blocks above which the oldest go, 0 for no such limit
 * @param block the span of the smallest block; samples older than one and a half of it leave memory
 * @param late how much older than the newest sample of the store one may be that comes out of order
 * @param ahead how far after the clock's moment a sample may be: one from next year would make all others too old
 * @param maxSeries series in memory at once
 * @param memory bytes that what is in memory may take, by estimate: above most of it blocks are written early, above three quarters for the series alone no
 *     new ones are taken
 */
public record Settings(Duration keep, long keepBytes, Duration block, Duration late, Duration ahead, int maxSeries, long memory, InstantSource clock) {
    /** What a series takes in memory at the least. */
    static final long LEAST_A_SERIES = 512;

    public Settings {
        if (block.toMillis() <= 0 || keep.compareTo(block) < 0 || late.compareTo(block.dividedBy(2)) > 0) {
            throw new IllegalArgumentException("keep (" + keep + ") must be at least a block (" + block + "), late (" + late + ") at most half of one");
        }
    }

    public static Settings standard() {
        return new Settings(Duration.ofDays(30), 0, Duration.ofHours(2), Duration.ofMinutes(30), Duration.ofMinutes(10), 1_000_000, 1L << 30, InstantSource.system());
    }

    public Settings withKeep(Duration time, long bytes) {
        return new Settings(time, bytes, block, late, ahead, maxSeries, memory, clock);
    }

    /** @param late at most half a block */
    public Settings withWindow(Duration late, Duration ahead) {
        return new Settings(keep, keepBytes, block, late, ahead, maxSeries, memory, clock);
    }

    public Settings withMaxSeries(int most) {
        return new Settings(keep, keepBytes, block, late, ahead, most, memory, clock);
    }

    /** With no more series than there could be room for. */
    public Settings withMemory(long bytes) {
        return new Settings(keep, keepBytes, block, late, ahead, (int) Math.min(maxSeries, bytes / LEAST_A_SERIES), bytes, clock);
    }

    public Settings withClock(InstantSource other) {
        return new Settings(keep, keepBytes, block, late, ahead, maxSeries, memory, other);
    }
}
