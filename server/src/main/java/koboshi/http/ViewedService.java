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
        /** Kept stopped until it is needed. */
        RESTING,
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
     * @param together what makes one verdict of several vantages; empty where it is run from here alone
     */
    public record Journey(
            String name,
            Optional<Boolean> clean,
            Optional<Duration> took,
            Optional<Instant> began,
            String why,
            int cleanInARow,
            int failedInARow,
            Optional<Together> together) {
        /** Run from here alone. */
        public Journey(
                String name, Optional<Boolean> clean, Optional<Duration> took, Optional<Instant> began, String why, int cleanInARow, int failedInARow) {
            this(name, clean, took, began, why, cleanInARow, failedInARow, Optional.empty());
        }
    }

    /**
     * What the vantages of a journey say.
     *
     * @param verdict of all of them
     * @param needed how many must agree
     * @param unknown why they say nothing together, if so
     */
    public record Together(Sees verdict, int needed, Optional<String> unknown, List<Sight> from) {
        public Together {
            from = List.copyOf(from);
        }
    }

    /**
     * What one vantage says of a journey.
     *
     * @param why what it saw instead, or why it does not count; empty when clean
     * @param took of its latest run
     */
    public record Sight(String vantage, Sees sees, String why, Optional<Duration> took, Optional<Instant> began, int failedInARow) {
        /** From where nothing counts. */
        public static Sight without(String vantage, Sees sees, String why) {
            return new Sight(vantage, sees, why, Optional.empty(), Optional.empty(), 0);
        }
    }

    /** How a vantage sees a journey. */
    public enum Sees {
        CLEAN,
        SUSPECTED,
        FALLEN,
        SILENT,
        /** It speaks of itself rather than of the service. */
        LEFT_OUT
    }
}
