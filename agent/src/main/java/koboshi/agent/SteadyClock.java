package koboshi.agent;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Counts from a beginning that means nothing, and never leaps: the wall clock of a prober is nobody's business. */
final class SteadyClock implements InstantSource {
    private final LongSupplier nanos;
    private final long began;

    SteadyClock(LongSupplier nanos) {
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(nanos.getAsLong() - began);
    }
}
