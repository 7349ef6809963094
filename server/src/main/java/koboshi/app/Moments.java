package koboshi.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The loop's clock: the wall's time at the start, carried on by the monotonic one.
 *
 * <p>A wall clock that is set back would stop every wait for as long; one that leaps ahead would end them all at once. So a leap is told, and
 * only one ahead is followed.
 */
final class Moments extends Clock {
    private static final Duration LEAP = Duration.ofSeconds(5);

    private volatile Instant base;
    private volatile long baseNanos;

    /** @param notBefore the last moment of the journal */
    Moments(Instant notBefore) {
        var wall = Instant.now();
        base = wall.isAfter(notBefore) ? wall : notBefore;
        baseNanos = System.nanoTime();
    }

    /** How far the wall clock leapt since it was last asked, if it did. */
    synchronized Optional<Duration> leap() {
        var by = Duration.between(instant(), Instant.now());
        if (by.abs().compareTo(LEAP) < 0) {
            return Optional.empty();
        }
        if (!by.isNegative()) {
            base = Instant.now();
            baseNanos = System.nanoTime();
            return Optional.of(by);
        }
        return Optional.empty();
    }

    @Override
    public Instant instant() {
        return base.plusNanos(System.nanoTime() - baseNanos).truncatedTo(ChronoUnit.MILLIS);
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
