package koboshi.agent.keep;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One running process, what it started, and the fence around them.
 *
 * @param child present when this agent started it and so hears how it ended
 * @param leader whether it leads a session of its own, all of which ends with it
 */
record Life(ProcessKey key, Optional<Process> child, boolean leader, Fence fence) {
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final long WATCH_EVERY_MILLIS = 50;

    boolean runs() {
        return child.map(Process::isAlive).orElseGet(() -> Proc.runs(key));
    }

    OptionalInt status() {
        return child.filter(process -> !process.isAlive()).map(process -> OptionalInt.of(process.exitValue())).orElse(OptionalInt.empty());
    }

    /** Tells once when it has ended. Another's child cannot be waited for, so it is looked at. */
    void whenEnded(ScheduledExecutorService clock, Consumer<Life> then) {
        if (child.isPresent()) {
            child.get().onExit().thenRun(() -> then.accept(this));
        } else {
            new Watch(this, then).begin(clock);
        }
    }

    /** Asks everything of it to end: a shell in front of the program would not pass the word on. */
    void terminate() {
        members().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
    }

    void kill() {
        members().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    /** Ends what the process left behind; what forks while it is being killed is killed in the next round. */
    void clear(Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        kill();
        while (leader && !session().isEmpty() && System.nanoTime() < deadline) {
            pause();
            kill();
        }
    }

    boolean endsWithin(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        while (runs()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause();
        }
        return true;
    }

    private List<Long> members() {
        if (leader) {
            return session().stream().map(Proc.Stat::pid).toList();
        }
        return Proc.runs(key) ? withDescendants() : List.of();
    }

    /** Nobody's whose id merely came round again: after a reboot, or once our session is empty, the number may lead another one. */
    private List<Proc.Stat> session() {
        boolean taken = !Proc.sameMachine(key) || Proc.stat(key.pid()).filter(now -> now.ticks() != key.ticks()).isPresent();
        return taken ? List.of() : Proc.session(key.pid()).stream().filter(stat -> stat.ticks() >= key.ticks()).toList();
    }

    private List<Long> withDescendants() {
        return ProcessHandle.of(key.pid())
                .map(handle -> Stream.concat(Stream.of(handle), handle.descendants()).map(ProcessHandle::pid).toList())
                .orElse(List.of());
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Watch {
        private final Life life;
        private final Consumer<Life> then;
        private ScheduledFuture<?> looking;

        Watch(Life life, Consumer<Life> then) {
            this.life = life;
            this.then = then;
        }

        synchronized void begin(ScheduledExecutorService clock) {
            looking = clock.scheduleWithFixedDelay(this::look, 0, WATCH_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }

        private synchronized void look() {
            if (!life.runs()) {
                looking.cancel(false);
                then.accept(life);
            }
        }
    }
}
