package koboshi.resource;

import java.util.List;
import java.util.Map;

/** Where a service's process comes from. */
public sealed interface Origin {
    /**
     * Started and kept by the agent.
     *
     * @param command program and arguments, never a line for a shell
     * @param directory where it runs; empty for the folder of the configuration
     * @param environment added to the agent's own
     */
    record Run(List<String> command, String directory, Map<String, String> environment) implements Origin {
        public Run {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /**
     * Started by somebody else, found by its pid file; {@code start} brings it back, and without one Koboshi only watches.
     *
     * @param pidFile a file holding the process id
     */
    record Adopt(String pidFile, List<String> start) implements Origin {
        public Adopt {
            start = List.copyOf(start);
        }
    }
}
