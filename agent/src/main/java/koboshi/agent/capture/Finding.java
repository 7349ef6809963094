package koboshi.agent.capture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the captured texts say, in words: whether the process hangs, is slow, or merely has nothing to do.
 *
 * <p>Pure, and careful: where nothing is plain it says "no finding" rather than guess.
 *
 * @param running whether the process was there at all
 * @param memoryShare of its limit
 */
record Finding(boolean running, Optional<Double> memoryShare, Optional<ThreadDump> threads) {
    private static final double NEARLY_FULL = 0.95;
    private static final int NAMES_SHOWN = 6;

    String words() {
        if (!running) {
            return "exited";
        }
        var all = new ArrayList<String>();
        memoryShare.filter(share -> share >= NEARLY_FULL).ifPresent(share -> all.add("memory at " + Math.round(share * 100) + " % of its limit"));
        threads.flatMap(Finding::ofThreads).ifPresent(all::add);
        return all.isEmpty() ? "no finding" : String.join("; ", all);
    }

    /** Workers speak before a lone thread does: a ticker that sleeps between its ticks is not slow. */
    private static Optional<String> ofThreads(ThreadDump dump) {
        return deadlock(dump)
                .or(() -> hungry(dump))
                .or(() -> occupied(dump, thread -> thread.worker() && thread.atWork()))
                .or(() -> occupied(dump, ThreadDump.Thread::worker))
                .or(() -> occupied(dump, thread -> thread.state().equals("RUNNABLE") || thread.state().equals("BLOCKED")))
                .or(() -> idle(dump, ThreadDump.Thread::worker))
                .or(() -> occupied(dump, ThreadDump.Thread::sleeping))
                .or(() -> idle(dump, thread -> thread.applicationFrame().isPresent()));
    }

    private static Optional<String> deadlock(ThreadDump dump) {
        var names = dump.deadlocked();
        return names.isEmpty() ? Optional.empty() : Optional.of("hang: " + names.size() + " threads deadlocked (" + shown(names) + ")");
    }

    /** More of the application's own workers stand at their queue than are at work: whoever waits elsewhere waits for them. */
    private static Optional<String> hungry(ThreadDump dump) {
        long atWork = dump.threads().stream().filter(thread -> thread.worker() && thread.atWork() && thread.applicationFrame().isPresent()).count();
        long atQueue = dump.threads().stream().filter(thread -> thread.worker() && thread.atQueue()).count();
        return atQueue > atWork ? idle(dump, thread -> thread.worker() && thread.atQueue()) : Optional.empty();
    }

    /** Where most of the threads that are at work are; a worker counts wherever it is in the application's own code. */
    private static Optional<String> occupied(ThreadDump dump, Predicate<ThreadDump.Thread> who) {
        return dump.threads().stream()
                .filter(who)
                .filter(thread -> !thread.idle() && !thread.listening() && thread.applicationFrame().isPresent())
                .collect(Collectors.groupingBy(thread -> doing(thread) + thread.applicationFrame().orElseThrow(), LinkedHashMap::new, Collectors.counting()))
                .entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .map(most -> "slow: " + count(most.getValue()) + " " + most.getKey());
    }

    private static String doing(ThreadDump.Thread thread) {
        if (thread.sleeping()) {
            return "sleeping in ";
        }
        if (thread.blocked()) {
            return "blocked at a lock in ";
        }
        if (thread.reading()) {
            return "waiting for the network in ";
        }
        return thread.state().equals("RUNNABLE") ? "busy in " : "waiting in ";
    }

    private static Optional<String> idle(ThreadDump dump, Predicate<ThreadDump.Thread> who) {
        var idle = dump.threads().stream().filter(who).filter(ThreadDump.Thread::idle).toList();
        return idle.isEmpty() ? Optional.empty() : Optional.of("silent: " + count(idle.size()) + " idle, waiting for work at " + place(idle));
    }

    private static String place(List<ThreadDump.Thread> idle) {
        return idle.stream().map(thread -> thread.applicationFrame().orElseGet(() -> queue(thread)))
                .collect(Collectors.groupingBy(frame -> frame, LinkedHashMap::new, Collectors.counting()))
                .entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }

    private static String queue(ThreadDump.Thread thread) {
        return thread.frames().stream().filter(frame -> frame.matches(".*(Queue|Deque|Pool)\\..*") && !frame.endsWith("Block")).findFirst().orElse("its queue");
    }

    private static String count(long workers) {
        return workers == 1 ? "1 worker" : workers + " workers";
    }

    private static String shown(List<String> names) {
        var first = names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
        return names.size() > NAMES_SHOWN ? first + ", …" : first;
    }
}
