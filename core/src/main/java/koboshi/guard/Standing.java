package koboshi.guard;

import java.time.Instant;
import java.util.Optional;
import koboshi.guard.Holding.Clear;
import koboshi.guard.Holding.Gone;
import koboshi.guard.Holding.Holds;
import koboshi.guard.Holding.Unknown;

/** Where a guard stands, in Prometheus's words: inactive, pending, firing. */
public sealed interface Standing {
    Standing INACTIVE = new Inactive();

    record Inactive() implements Standing {}

    record Pending(Instant since) implements Standing {}

    /** @param clearSince set while the condition is clear but {@code keep_firing_for} has not passed */
    record Firing(Instant since, Optional<Instant> clearSince) implements Standing {}

    /** The standing after an answer. Not knowing changes nothing. */
    default Standing after(Holding holding, Guard guard, Instant at) {
        return switch (holding) {
            case Holds _ -> held(guard, at);
            case Clear _ -> cleared(guard, at);
            case Unknown _ -> this;
            case Gone _ -> INACTIVE;
        };
    }

    /** After a time nobody can speak for, which is neither time the condition held nor time it was clear. */
    default Standing waitingAnew(Instant at) {
        return switch (this) {
            case Inactive _ -> this;
            case Pending _ -> new Pending(at);
            case Firing(var since, _) -> new Firing(since, Optional.empty());
        };
    }

    private Standing held(Guard guard, Instant at) {
        return switch (this) {
            case Inactive _ -> guard.holdFor().isZero() ? new Firing(at, Optional.empty()) : new Pending(at);
            case Pending(var since) -> since.plus(guard.holdFor()).isAfter(at) ? this : new Firing(at, Optional.empty());
            case Firing(var since, var clearSince) -> clearSince.isEmpty() ? this : new Firing(since, Optional.empty());
        };
    }

    private Standing cleared(Guard guard, Instant at) {
        return switch (this) {
            case Inactive _ -> this;
            case Pending _ -> INACTIVE;
            case Firing(var since, var clearSince) -> {
                var clear = clearSince.orElse(at);
                if (!clear.plus(guard.keepFiringFor()).isAfter(at)) {
                    yield INACTIVE;
                }
                yield clearSince.isPresent() ? this : new Firing(since, Optional.of(at));
            }
        };
    }
}
