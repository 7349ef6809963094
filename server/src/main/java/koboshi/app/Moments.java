package koboshi.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The loop's clock: the wall's time at the start, carried on by the monotonic one.
 *
 * <p>A wall clock that is set back would stop every wait for as long; one that leaps ahead would end them all at once. So a leap is told, and
 * only one ahead is followed.
 */
final class Moments extends Clock {
    private static final Duration LEAP = Duration.ofSeconds(5);

    /** A moment and the monotonic clock's reading at it; one value, so that no thread ever joins an old half with a new one. */
    private record Anchor(Instant moment, long nanos) {}

    private final InstantSource wall;
    private final LongSupplier nanos;
    private volatile Anchor anchor;
    /** How far the wall is ahead of us as far as it was told; behind after a leap back. */
    private Duration told;

    /** @param notBefore the last moment of the journal */
    Moments(Instant notBefore) {
        this(notBefore, InstantSource.system(), System::nanoTime);
    }

    Moments(Instant notBefore, InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        var now = wall.instant();
        anchor = new Anchor(now.isAfter(notBefore) ? now : notBefore, nanos.getAsLong());
        told = Duration.between(anchor.moment(), now);
    }

    /** How far the wall clock leapt since it was last asked, if it did. */
    synchronized Optional<Duration> leap() {
        var now = wall.instant();
        var ahead = Duration.between(instant(), now);
        var by = ahead.minus(told);
        if (by.abs().compareTo(LEAP) < 0) {
            return Optional.empty();
        }
        if (ahead.isPositive()) {
            anchor = new Anchor(now, nanos.getAsLong());
        }
        told = ahead.isPositive() ? Duration.ZERO : ahead;
        return Optional.of(by);
    }

    @Override
    public Instant instant() {
        var from = anchor;
        return from.moment().plusNanos(nanos.getAsLong() - from.nanos()).truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the loop's moments have no zone");
    }
}
