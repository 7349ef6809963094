package liveqa.model;

import java.time.Duration;
import java.util.Optional;

/** Why the endpoint gave no answer, and after what time trying again may help; empty when it does not. */
final class ModelFailure extends Exception {
    private static final long serialVersionUID = 1;
    private final Outcome outcome;
    private final transient Optional<Duration> again;

    ModelFailure(Outcome outcome, String message, Optional<Duration> again) {
        super(message);
        this.outcome = outcome;
        this.again = again;
    }

    Outcome outcome() {
        return outcome;
    }

    Optional<Duration> again() {
        return again;
    }
}
