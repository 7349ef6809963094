package koboshi.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run of a journey: when it began, how long it took, and at which step it failed, if it did.
 *
 * @param took without the cleaning up
 * @param steps in the order they were taken, with those of the cleaning up
 * @param remarks what went wrong while cleaning up, which is no failure of the journey
 */
public record Run(Instant began, Duration took, Optional<Stumble> stumble, List<Taken> steps, List<Stumble> remarks) {
    public Run {
        steps = List.copyOf(steps);
        remarks = List.copyOf(remarks);
    }

    public Run(Instant began, Duration took, Optional<Stumble> stumble) {
        this(began, took, stumble, List.of(), List.of());
    }

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

    /** One step of the run. */
    public record Taken(String step, Duration took, Outcome outcome) {}

    /** What came of a step. */
    public enum Outcome {
        DONE,
        STUMBLED,
        /** It was still under way when the time was over. */
        CUT_OFF,
        /** There was nothing to clean up: what it would have named was never captured. */
        SKIPPED
    }

    public static Run clean(Instant began, Duration took) {
        return new Run(began, took, Optional.empty());
    }

    public static Run failed(Instant began, Duration took, String step, String why) {
        return new Run(began, took, Optional.of(new Stumble(step, why)));
    }

    /** The same run by another clock. */
    public Run begunAt(Instant moment) {
        return new Run(moment, took, stumble, steps, remarks);
    }

    public boolean clean() {
        return stumble.isEmpty();
    }

    public Instant ended() {
        return began.plus(took);
    }
}
