package koboshi.integration.haproxy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Which process answered: every restart and every reload makes another, which knows nothing of what the last one was told.
 *
 * @param started by its own clock, to the second, where its version tells it
 * @param running for so long, to the second
 * @param stopping only ends its last connections: a later process has taken over
 */
public record Life(String version, long pid, Optional<Instant> started, Duration running, boolean stopping) {
    /** In a container every process may have the same id, so that the id alone proves nothing. */
    public boolean sameProcess(Life before) {
        return pid == before.pid && started.equals(before.started) && running.compareTo(before.running) >= 0;
    }

    static Life read(Answer answer) throws HaproxyTrouble {
        var pairs = answer.pairs();
        try {
            return new Life(
                    needed(pairs, "Version"),
                    Long.parseLong(needed(pairs, "Pid")),
                    Optional.ofNullable(pairs.get("Start_time_sec")).map(Long::parseLong).map(Instant::ofEpochSecond),
                    Duration.ofSeconds(Long.parseLong(needed(pairs, "Uptime_sec"))),
                    "1".equals(pairs.get("Stopping")));
        } catch (IllegalArgumentException strange) {
            throw answer.nonsense("\"show info\" is strange: " + strange.getMessage());
        }
    }

    private static String needed(Map<String, String> pairs, String name) {
        var value = pairs.get(name);
        if (value == null) {
            throw new IllegalArgumentException("it does not tell " + name);
        }
        return value;
    }
}
