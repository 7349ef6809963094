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
 */
public record Settings(Duration keep, long keepBytes, Duration block, Duration late, Duration ahead, int maxSeries, InstantSource clock) {
    public Settings {
        if (block.toMillis() <= 0 || keep.compareTo(block) < 0 || late.compareTo(block.dividedBy(2)) > 0) {
            throw new IllegalArgumentException("keep (" + keep + ") must be at least a block (" + block + "), late (" + late + ") at most half of one");
        }
    }

    public static Settings standard() {
        return new Settings(Duration.ofDays(30), 0, Duration.ofHours(2), Duration.ofMinutes(30), Duration.ofMinutes(10), 1_000_000, InstantSource.system());
    }

    public Settings withKeep(Duration time, long bytes) {
        return new Settings(time, bytes, block, late, ahead, maxSeries, clock);
    }

    public Settings withMaxSeries(int most) {
        return new Settings(keep, keepBytes, block, late, ahead, most, clock);
    }

    public Settings withClock(InstantSource other) {
        return new Settings(keep, keepBytes, block, late, ahead, maxSeries, other);
    }
}
