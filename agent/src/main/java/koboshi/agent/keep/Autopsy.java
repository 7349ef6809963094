package koboshi.agent.keep;

import java.util.Optional;
import java.util.OptionalInt;
import koboshi.signal.Fact.Cause;

/**
 * Why a process ended, from what is left of it. Pure.
 *
 * @param status as its parent saw it, 128 and the signal's number for a signal; empty when we were not its parent
 * @param limit what the memory limit says
 * @param output its last output and, where there is one, the JVM's own error report
 */
record Autopsy(OptionalInt status, Optional<Cause> limit, String output) {
    private static final int SIGNAL = 128;
    private static final int KILLED = SIGNAL + 9;
    private static final int HIGHEST_SIGNAL = 64;

    /**
     * The kernel kills one process of a cgroup, which need not be this one: a shell whose program was killed ends well itself. As what is left then is ended within
     * moments, whatever ends after such a kill ends for it.
     */
    Cause cause() {
        if (limit.isPresent()) {
            return limit.get();
        }
        if (status.orElse(1) != 0 && saysOutOfMemory()) {
            return Cause.JVM_OUT_OF_MEMORY;
        }
        return status.isEmpty() ? Cause.UNKNOWN : byStatus(status.getAsInt());
    }

    private boolean saysOutOfMemory() {
        return output.contains("java.lang.OutOfMemoryError") || output.contains("insufficient memory for the Java Runtime Environment");
    }

    private static Cause byStatus(int status) {
        if (status == 0) {
            return Cause.FINISHED;
        }
        return status > SIGNAL && status <= SIGNAL + HIGHEST_SIGNAL ? Cause.SIGNALLED : Cause.FAILED;
    }

    String words() {
        if (status.isEmpty()) {
            return "status unknown: it was adopted";
        }
        var words = words(status.getAsInt());
        return limit.isPresent() && status.getAsInt() != KILLED ? words + ", after a process it had started was killed at the memory limit" : words;
    }

    private static String words(int code) {
        return byStatus(code) == Cause.SIGNALLED ? "signal " + (code - SIGNAL) + signalName(code - SIGNAL) : "exit code " + code;
    }

    private static String signalName(int signal) {
        return switch (signal) {
            case 1 -> " (SIGHUP)";
            case 2 -> " (SIGINT)";
            case 6 -> " (SIGABRT)";
            case 9 -> " (SIGKILL)";
            case 11 -> " (SIGSEGV)";
            case 15 -> " (SIGTERM)";
            default -> "";
        };
    }
}
