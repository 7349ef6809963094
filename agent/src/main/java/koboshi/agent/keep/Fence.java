package koboshi.agent.keep;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import koboshi.resource.Service;
import koboshi.signal.Fact.Cause;

/** A memory limit around one started process. The drivers are in {@code agent.limit}. */
public interface Fence {
    /** What it is, for a reader: {@code memory limit 512MiB by cgroup v1}; empty when there is no limit. */
    String words();

    /** What a program is started through, so that it is inside from its first page on; nothing for most. */
    default List<String> through() {
        return List.of();
    }

    /**
     * Puts a process just started, or found again, inside. Doing so twice is harmless.
     *
     * @throws IOException when it cannot be; the process then runs without
     */
    void enclose(ProcessKey process) throws IOException;

    /** Whether the limit was what ended the process. */
    Optional<Cause> verdict();

    /** The share of the limit in use, 1 for all of it; empty when it is not known or there is no limit. */
    Optional<Double> share();

    /** What the kernel counts of everything inside, under the names of cAdvisor; empty where nothing is counted. */
    default Map<String, Double> figures() {
        return Map.of();
    }

    /** Counters for a reader, as text. */
    String status();

    /** Takes the limit away after the process ended. */
    void open();

    /** Makes a fence for each start. */
    interface Builder {
        /** @param place names this one start and no other, fit for a file name */
        Fence around(Service service, String place);
    }
}
