package koboshi.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One run of a journey: when it began, how long it took, and at which step it failed, if it did. */
public record Run(Instant began, Duration took, Optional<Stumble> stumble) {
    /**
     * @param step the step's name
     * @param why what was expected and what came instead
     */
    public record Stumble(String step, String why) {
        @Override
        public String toString() {
            return step + ": " + why;
        }
    }

    public static Run clean(Instant began, Duration took) {
        return new Run(began, took, Optional.empty());
    }

    public static Run failed(Instant began, Duration took, String step, String why) {
        return new Run(began, took, Optional.of(new Stumble(step, why)));
    }

    public boolean clean() {
        return stumble.isEmpty();
    }

    public Instant ended() {
        return began.plus(took);
    }
}
