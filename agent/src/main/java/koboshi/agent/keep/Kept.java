package koboshi.agent.keep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import koboshi.resource.Keep;

/**
 * What the agent remembers of one service across its own death.
 *
 * @param nonce names the latest start; it stands in the process's environment
 * @param process the latest one known
 * @param logFrom where the process's own output begins in the log
 * @param starts when the keep policy started it again, within the window
 */
record Kept(State state, String nonce, Optional<ProcessKey> process, long logFrom, List<Instant> starts) {
    enum State {
        /** Meant to run; nothing has been started. */
        WANTED,
        /** About to be started, or just started: its environment tells. */
        STARTING,
        RUNNING,
        /** Ended, and to be started again after a wait. */
        FALLEN,
        /** Ended by order, and so it stays. */
        STOPPED,
        /** The keep policy is used up. */
        EXHAUSTED
    }

    static final Kept NEW = new Kept(State.WANTED, "", Optional.empty(), 0, List.of());

    Kept {
        starts = List.copyOf(starts);
    }

    Kept starting(String nonce, long logFrom) {
        return new Kept(State.STARTING, nonce, Optional.empty(), logFrom, starts);
    }

    Kept running(ProcessKey process) {
        return new Kept(State.RUNNING, nonce, Optional.of(process), logFrom, starts);
    }

    Kept in(State state) {
        return new Kept(state, nonce, process, logFrom, starts);
    }

    /** As after an order: the policy begins anew. */
    Kept forgiven() {
        return new Kept(state, nonce, process, logFrom, List.of());
    }

    Kept startedAgain(Instant at) {
        var all = new ArrayList<>(starts);
        all.add(at);
        return new Kept(state, nonce, process, logFrom, all);
    }

    /** Forgets starts that lie before the window. */
    Kept within(Keep keep, Instant at) {
        return new Kept(state, nonce, process, logFrom, starts.stream().filter(start -> start.isAfter(at.minus(keep.window()))).toList());
    }

    boolean runs() {
        return state == State.RUNNING;
    }
}
