package koboshi.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import koboshi.resource.ResourceId;

/**
 * A service as its doll shows it.
 *
 * @param why of the pose, in words; empty while it stands
 * @param page its own page
 * @param panel a small page of its own, shown beside the doll
 * @param incident the open one, if any
 */
public record ViewedService(
        ResourceId id,
        Pose pose,
        String why,
        Process process,
        Optional<String> page,
        Optional<String> panel,
        Optional<Long> incident,
        Agent agent,
        List<Journey> journeys) {
    public ViewedService {
        journeys = List.copyOf(journeys);
    }

    /** How the doll stands. */
    public enum Pose {
        STANDING,
        /** Suspected or pending. */
        TILTING,
        LYING,
        /** Started again, and not yet proven to answer. */
        RISING,
        UNKNOWN
    }

    /** What its keeper last said of the process. */
    public record Process(State state, Optional<Long> pid, Optional<Instant> since) {
        public static final Process UNKNOWN = new Process(State.UNKNOWN, Optional.empty(), Optional.empty());

        /** Whether it runs. */
        public enum State {
            RUNNING,
            DOWN,
            /** Its keep policy is used up: it lies until somebody acts. */
            EXHAUSTED,
            UNKNOWN
        }
    }

    /** The agent that keeps it. */
    public record Agent(String id, boolean linked) {}

    /**
     * A journey's latest word.
     *
     * @param clean empty before the first run, or while our own side cannot judge
     * @param why the step and what came instead; empty when clean
     * @param from what each vantage says; empty where it is run from here alone
     */
    public record Journey(
            String name,
            Optional<Boolean> clean,
            Optional<Duration> took,
            Optional<Instant> began,
            String why,
            int cleanInARow,
            int failedInARow,
            List<Sight> from) {
        public Journey {
            from = List.copyOf(from);
        }

        /** Run from here alone. */
        public Journey(
                String name, Optional<Boolean> clean, Optional<Duration> took, Optional<Instant> began, String why, int cleanInARow, int failedInARow) {
            this(name, clean, took, began, why, cleanInARow, failedInARow, List.of());
        }
    }

    /** @param why what it saw instead, or why it does not count; empty when clean */
    public record Sight(String vantage, Sees sees, String why) {}

    /** What a vantage says of a journey. */
    public enum Sees {
        CLEAN,
        FAILS,
        SILENT,
        DOUBTED
    }
}
