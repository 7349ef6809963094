package koboshi.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What an agent saw happen to a process it keeps. */
public sealed interface Fact {
    /** @param adopted found alive rather than started */
    record Started(long pid, Instant began, boolean adopted) implements Fact {}

    /** @param next how long until it is started again; zero or less where it will not be */
    record Exited(long pid, Cause cause, String detail, List<Evidence> evidence, Duration next) implements Fact {
        public Exited {
            evidence = List.copyOf(evidence);
        }
    }

    /** The keep policy is used up: it lies until somebody acts. */
    record Exhausted(int times, Duration window) implements Fact {}

    /** It could not be started at all. */
    record StartFailed(String why) implements Fact {}

    /** A look at the process, asked for after an act whose outcome is unknown. */
    record Observed(boolean running, long pid, Instant began) implements Fact {}

    /** Something worth knowing that calls for nothing by itself: memory near its limit, a limit that could not be set. */
    record Remarked(String text) implements Fact {}

    /** Why a process ended. */
    enum Cause {
        /** By itself, with code 0. */
        FINISHED,
        /** By itself, with another code. */
        FAILED,
        /** By a signal from somewhere. */
        SIGNALLED,
        /** By the kernel, at its cgroup's memory limit. */
        OUT_OF_MEMORY,
        /** By its own OutOfMemoryError. */
        JVM_OUT_OF_MEMORY,
        /** By the agent, at the memory limit it watches where it has no cgroup. */
        OVER_LIMIT,
        /** By order. */
        ORDERED,
        /** It ended while nobody looked. */
        UNKNOWN
    }
}
