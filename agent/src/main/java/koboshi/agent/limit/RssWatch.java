package koboshi.agent.limit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import koboshi.agent.keep.Fence;
import koboshi.agent.keep.Proc;
import koboshi.agent.keep.ProcessKey;
import koboshi.resource.Bytes;
import koboshi.signal.Fact.Cause;

/**
 * The limit where nobody gave us rights to the kernel's: we look at the resident memory of the process and its session, and kill.
 *
 * <p>A process that allocates faster than we look gets further than its limit; that is why it is the second choice.
 */
final class RssWatch implements Fence {
    private static final long LOOK_EVERY_MILLIS = 100;
    /** Finding what it started means looking at every process of the host, so that is done less often. */
    private static final int SESSION_EVERY = 10;
    private static final long PAGE = 4096;

    private final Bytes limit;
    private final String why;
    private final ScheduledExecutorService clock;
    private ScheduledFuture<?> looking;
    private volatile ProcessKey process;
    private long looks;
    private long rest;
    private volatile long last;
    private volatile long most;
    private volatile boolean killed;

    /** @param why there is nothing better */
    RssWatch(Bytes limit, String why, ScheduledExecutorService clock) {
        this.limit = limit;
        this.why = why;
        this.clock = clock;
    }

    @Override
    public String words() {
        return "memory limit " + limit + " by watching its resident memory (" + why + ")";
    }

    @Override
    public synchronized void enclose(ProcessKey process) {
        this.process = process;
        if (looking == null) {
            looking = clock.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        if (!Proc.runs(process)) {
            open();
            return;
        }
        var own = Proc.stat(process.pid()).map(stat -> stat.pages() * PAGE).orElse(0L);
        if (looks++ % SESSION_EVERY == 0) {
            rest = Math.max(0, Proc.session(process.pid()).stream().mapToLong(stat -> stat.pages() * PAGE).sum() - own);
        }
        last = own + rest;
        most = Math.max(most, last);
        if (last >= limit.count()) {
            kill();
        }
    }

    private void kill() {
        killed = true;
        Proc.session(process.pid()).forEach(stat -> end(stat.pid()));
        end(process.pid());
    }

    private static void end(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public Optional<Cause> verdict() {
        return killed ? Optional.of(Cause.OVER_LIMIT) : Optional.empty();
    }

    @Override
    public Optional<Double> share() {
        return last == 0 ? Optional.empty() : Optional.of(last / (double) limit.count());
    }

    /** The process and its session together, which is what this limit counts. */
    @Override
    public Map<String, Double> figures() {
        return last == 0 ? Map.of() : Map.of("container_memory_rss", (double) last, "container_spec_memory_limit_bytes", (double) limit.count());
    }

    @Override
    public String status() {
        return words() + "\nlast seen: " + new Bytes(last) + "\nmost seen: " + new Bytes(most) + '\n'
                + Proc.textOf(Proc.ROOT.resolve("pressure/memory")).map(text -> "memory pressure: " + text.replace('\n', ' ').trim() + '\n').orElse("");
    }

    @Override
    public synchronized void open() {
        if (looking != null) {
            looking.cancel(false);
        }
    }
}
