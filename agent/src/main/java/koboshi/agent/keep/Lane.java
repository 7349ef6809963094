package koboshi.agent.keep;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import koboshi.action.Outcome;

/** One thread for one resource: what is asked is done in order, and what fails does not stop what comes after it. */
final class Lane {
    private final String name;
    private final ExecutorService thread;
    private final ScheduledExecutorService clock;
    private final Consumer<String> log;
    private Optional<Future<?>> later = Optional.empty();
    private boolean closed;

    Lane(String name, ScheduledExecutorService clock, Consumer<String> log) {
        this.name = name;
        this.thread = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("ward " + name).factory());
        this.clock = clock;
        this.log = log;
    }

    void run(Runnable task) {
        if (!thread.isShutdown()) {
            thread.execute(() -> runOpen(task));
        }
    }

    private void runOpen(Runnable task) {
        try {
            if (!closed) {
                task.run();
            }
        } catch (RuntimeException trouble) {
            // The lane goes on: one failure must not leave a service unguarded.
            log.accept(name + ": " + trouble);
        }
    }

    void ask(Supplier<Outcome> act, Consumer<Outcome> then) {
        try {
            thread.execute(() -> then.accept(outcome(act)));
        } catch (RejectedExecutionException _) {
            then.accept(new Outcome.Failed(name + " is not guarded any more"));
        }
    }

    private Outcome outcome(Supplier<Outcome> act) {
        try {
            return closed ? new Outcome.Failed(name + " is not guarded any more") : act.get();
        } catch (RuntimeException trouble) {
            log.accept(name + ": " + trouble);
            return new Outcome.Unknown(trouble.toString());
        }
    }

    /** On the lane, after the wait; in place of what was to be done later before. */
    void after(Duration wait, Runnable task) {
        cancelLater();
        later = Optional.of(clock.schedule(() -> run(task), wait.toMillis(), TimeUnit.MILLISECONDS));
    }

    void cancelLater() {
        later.ifPresent(wait -> wait.cancel(false));
        later = Optional.empty();
    }

    /** After what was asked before, this is the last that is done. */
    void close(Runnable last) {
        run(() -> {
            cancelLater();
            last.run();
            closed = true;
        });
        thread.shutdown();
    }
}
