package koboshi.probe;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks at their moments, all from one thread that never waits for anybody: it costs a target nothing that others are slow.
 *
 * <p>Time is the monotonic clock's, in nanoseconds.
 */
public final class Prober implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Prober.class);
    /** Enough for every target there may be to hang until its timeout; beyond them questions wait for one to end. */
    private static final int MOST_AT_ONCE = 8_192;
    /** The selector counts in milliseconds; who is due within less than one is due. */
    private static final long EARLY_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    /** Bytes of bodies that are on their way, or wait to be judged. */
    private static final int MOST_HELD = 64 << 20;
    private static final long MOST_WAIT_MILLIS = 1_000;

    private record Timed(long nanos, Runnable what) {}

    private final Selector selector;
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timed> timetable = new PriorityQueue<>(Comparator.comparingLong(Timed::nanos));
    private final Queue<Exchange> waiting = new ArrayDeque<>();
    private final Standing standing;
    private final ExecutorService workers;
    private final Thread thread;
    private final int most = most();
    private final int mostHeld;
    private int open;
    private volatile boolean closed;

    /** @param agent what we call ourselves */
    public Prober(String agent, Keyring keyring) {
        this(agent, keyring, MOST_HELD);
    }

    /** @param mostHeld bytes of bodies that were not released yet */
    Prober(String agent, Keyring keyring, int mostHeld) {
        this.mostHeld = mostHeld;
        selector = selector();
        workers = Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), Thread.ofPlatform().daemon().name("probe-tls-", 0).factory());
        standing = new Standing(keyring, agent);
        thread = Thread.ofPlatform().daemon().name("probes").unstarted(this::run);
    }

    private static Selector selector() {
        try {
            return Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no connection can be watched", e);
        }
    }

    /** Each is an open file; the other half is for everybody else. */
    private static int most() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? (int) Math.min(MOST_AT_ONCE, unix.getMaxFileDescriptorCount() / 2)
                : MOST_AT_ONCE / 8;
    }

    public void start() {
        thread.start();
    }

    /** From any thread: has something done on the thread that probes, soon. */
    public void post(Runnable what) {
        posted.add(what);
        selector.wakeup();
    }

    /** On the thread that probes: has something done on it at a moment. */
    public void at(long nanos, Runnable what) {
        timetable.add(new Timed(nanos, what));
    }

    /**
     * On the thread that probes.
     *
     * @param told on the thread that probes, exactly once, not much later than the question's timeout after its beginning
     */
    public void ask(Question question, Consumer<Reply> told) {
        waiting.add(new Exchange(standing, question, reply -> {
            open--;
            told.accept(reply);
        }));
        beginWaiting();
    }

    private void beginWaiting() {
        while (open < most && !waiting.isEmpty()) {
            open++;
            var exchange = waiting.poll();
            at(System.nanoTime() + exchange.timeout().toNanos(), exchange::late);
            exchange.begin();
        }
    }

    /** From any thread: a body that was told of is not needed any more. */
    public void release(int bytes) {
        if (bytes > 0) {
            post(() -> standing.hold(-bytes));
        }
    }

    private void run() {
        while (!closed) {
            try {
                turn();
            } catch (IOException | RuntimeException | Error trouble) {
                // Whatever it is, nobody else would ask: not even a native part that is missing may end this thread.
                LOG.error("a turn of probing failed for a reason of ours", trouble);
            }
        }
    }

    private void turn() throws IOException {
        for (var what = posted.poll(); what != null; what = posted.poll()) {
            what.run();
        }
        due();
        beginWaiting();
        long wait = untilNext();
        if (wait > 0) {
            selector.select(this::ready, wait);
        } else {
            selector.selectNow(this::ready);
        }
    }

    private void due() {
        while (!timetable.isEmpty() && timetable.peek().nanos() - System.nanoTime() <= EARLY_NANOS) {
            timetable.poll().what().run();
        }
    }

    /** In milliseconds. */
    private long untilNext() {
        if (timetable.isEmpty()) {
            return MOST_WAIT_MILLIS;
        }
        long nanos = timetable.peek().nanos() - System.nanoTime() - EARLY_NANOS;
        return Math.clamp((nanos + 999_999) / 1_000_000, 0, MOST_WAIT_MILLIS);
    }

    private void ready(SelectionKey key) {
        ((Exchange) key.attachment()).ready(key);
        // A burst of answers must not keep those waiting that are due.
        due();
    }

    /** What the exchanges see of us. */
    private final class Standing implements Ground {
        private final Names names = new Names(Prober.this::post);
        private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);
        private final Chains chains = new Chains();
        private final Stubborn stubborn = new Stubborn();
        private final Keyring keyring;
        private final String agent;
        private int held;

        Standing(Keyring keyring, String agent) {
            this.keyring = keyring;
            this.agent = agent;
        }

        @Override
        public Selector selector() {
            return selector;
        }

        @Override
        public Names names() {
            return names;
        }

        @Override
        public Keyring keyring() {
            return keyring;
        }

        @Override
        public Scratch scratch() {
            return scratch.get();
        }

        @Override
        public Chains chains() {
            return chains;
        }

        @Override
        public Stubborn stubborn() {
            return stubborn;
        }

        @Override
        public Executor workers() {
            return workers;
        }

        @Override
        public void post(Runnable what) {
            Prober.this.post(what);
        }

        @Override
        public String agent() {
            return agent;
        }

        @Override
        public boolean hold(int bytes) {
            boolean fits = bytes <= 0 || held + bytes <= mostHeld;
            held += fits ? bytes : 0;
            return fits;
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        workers.shutdownNow();
        standing.names().close();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
            selector.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException trouble) {
            LOG.warn("the selector of probes was not let go of: {}", trouble.getMessage());
        }
    }
}
