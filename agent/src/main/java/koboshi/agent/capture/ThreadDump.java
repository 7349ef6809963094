package koboshi.agent.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM's thread dump, read. Pure. */
record ThreadDump(List<Thread> threads, List<String> deadlocked) {
    private static final Pattern HEAD = Pattern.compile("^\"(.*)\" .*");
    private static final Pattern VIRTUAL_HEAD = Pattern.compile("^#\\d+ \"(.*)\" virtual (\\S+).*");
    private static final Pattern STATE = Pattern.compile("^\\s+java\\.lang\\.Thread\\.State: (\\S+)(?: \\((.*)\\))?.*");
    private static final Pattern FRAME = Pattern.compile("^\\s+at (?:[\\w.$-]+@[^/]*/|[\\w.-]+//?)?([^(]+)\\(.*");
    private static final String DEADLOCK = "Java-level deadlock";

    /**
     * @param state RUNNABLE, BLOCKED, WAITING or TIMED_WAITING
     * @param how what the JVM adds in brackets: sleeping, parking, on object monitor
     * @param frames class and method, the innermost first
     */
    record Thread(String name, String state, String how, List<String> frames) {
        private static final List<String> PLATFORM = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");
        private static final List<String> WORK_COMES_FROM = List.of(
                "ThreadPoolExecutor.getTask", "BlockingQueue.take", "BlockingQueue.poll", "BlockingDeque.take", "BlockingDeque.poll", "SynchronousQueue.take",
                "SynchronousQueue.poll", "LinkedTransferQueue.take", "LinkedTransferQueue.poll", "LinkedTransferQueue.xfer", "DelayedWorkQueue.take",
                "ForkJoinPool.awaitWork", "ForkJoinPool.deactivate", "DelayQueue.take", "BlockingArrayQueue.take", "BlockingArrayQueue.poll", "idleJobPoll");
        private static final List<String> POOL = List.of("ThreadPoolExecutor.runWorker", "ForkJoinWorkerThread.run", "QueuedThreadPool", "ThreadPerTaskExecutor");
        private static final List<String> LISTENING = List.of(".accept", ".epollWait", "EPoll.wait", ".Net.poll", ".select", ".poll0", ".kqueue");

        Optional<String> applicationFrame() {
            return frames.stream().filter(frame -> PLATFORM.stream().noneMatch(frame::startsWith)).findFirst();
        }

        /** One of several that do the same: it runs in a pool, its name is numbered, or, as with virtual threads, it has none. */
        boolean worker() {
            return name.isEmpty() || Character.isDigit(name.charAt(name.length() - 1)) || frames.stream().anyMatch(frame -> POOL.stream().anyMatch(frame::contains));
        }

        /** Waiting for the next piece of work: at a queue, or for a condition that somebody else is to bring about. */
        boolean idle() {
            return !state.equals("RUNNABLE") && (near(WORK_COMES_FROM, 10) || near(List.of("ConditionObject.await", "Object.wait"), 6));
        }

        /** At the queue its work comes from, called by the application's own code rather than by a pool between two tasks. */
        boolean atQueue() {
            return !state.equals("RUNNABLE") && near(WORK_COMES_FROM, 10) && applicationFrame().isPresent();
        }

        /** Doing, or held up in doing; whoever merely waits for another's answer is not. */
        boolean atWork() {
            return !idle() && !listening() && (state.equals("RUNNABLE") || sleeping() || blocked() || reading());
        }

        /** The JVM calls a thread runnable that waits within the operating system for somebody to speak first. */
        boolean listening() {
            return near(LISTENING, 6);
        }

        boolean reading() {
            return near(List.of("SocketDispatcher.read", "NioSocketImpl.park", "SocketInputStream.read"), 8);
        }

        /** A lock of java.util.concurrent looks like any waiting, except for where it was entered. */
        boolean blocked() {
            return state.equals("BLOCKED") || near(List.of("Lock.lock", "Sync.lock"), 6);
        }

        private boolean near(List<String> places, int innermost) {
            return frames.stream().limit(innermost).anyMatch(frame -> places.stream().anyMatch(frame::contains));
        }

        boolean sleeping() {
            return how.equals("sleeping") || near(List.of("Thread.sleep"), 6);
        }
    }

    static ThreadDump parse(String text) {
        var lines = text.lines().toList();
        int verdict = indexOf(lines, DEADLOCK);
        return new ThreadDump(threads(lines.subList(0, verdict)), deadlocked(lines.subList(verdict, lines.size())));
    }

    private static int indexOf(List<String> lines, String text) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i;
            }
        }
        return lines.size();
    }

    private static List<Thread> threads(List<String> lines) {
        var threads = new ArrayList<Thread>();
        var one = new ArrayList<String>();
        for (var line : lines) {
            if (line.startsWith("\"")) {
                thread(one).ifPresent(threads::add);
                one.clear();
            }
            one.add(line);
        }
        thread(one).ifPresent(threads::add);
        return threads;
    }

    /** Threads without a state are the JVM's own. */
    private static Optional<Thread> thread(List<String> lines) {
        if (lines.size() < 2) {
            return Optional.empty();
        }
        var head = HEAD.matcher(lines.getFirst());
        var state = STATE.matcher(lines.get(1));
        if (!head.matches() || !state.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Thread(head.group(1), state.group(1), Optional.ofNullable(state.group(2)).orElse(""), frames(lines)));
    }

    private static List<String> frames(List<String> lines) {
        return lines.stream().map(FRAME::matcher).filter(Matcher::matches).map(frame -> frame.group(1)).toList();
    }

    /** With the virtual threads of a second text, which no thread dump shows. */
    ThreadDump and(String virtual) {
        var all = new ArrayList<>(threads);
        for (var block : virtual.split("\n\\s*\n")) {
            var lines = block.lines().toList();
            var head = VIRTUAL_HEAD.matcher(lines.isEmpty() ? "" : lines.getFirst());
            if (head.matches()) {
                all.add(new Thread(head.group(1), head.group(2), "", frames(lines)));
            }
        }
        return new ThreadDump(List.copyOf(all), deadlocked);
    }

    /** The section names each thread once as {@code "name":} before it says what that one waits for. */
    private static List<String> deadlocked(List<String> lines) {
        return lines.stream()
                .takeWhile(line -> !line.startsWith("Java stack information"))
                .filter(line -> line.startsWith("\"") && line.endsWith("\":"))
                .map(line -> line.substring(1, line.length() - 2))
                .distinct()
                .toList();
    }
}
