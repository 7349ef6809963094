package koboshi.agent.keep;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import koboshi.action.Outcome;

/** Keeps evidence of a process while it is still there; implemented in {@code agent.capture}. */
public interface Camera {
    Outcome capture(Subject subject);

    /**
     * What is to be captured.
     *
     * @param process empty when it does not run
     * @param logs where it writes, its own output first
     * @param memoryShare of its limit
     */
    record Subject(String name, Optional<ProcessKey> process, List<Path> logs, Optional<Double> memoryShare) {}
}
