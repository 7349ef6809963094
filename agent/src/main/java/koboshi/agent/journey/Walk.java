package koboshi.agent.journey;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import koboshi.journey.Journey;
import koboshi.journey.Step;
import koboshi.signal.Run;

/** Some steps in order, within a time: those of the journey until one stumbles, or all of those that clean up. */
final class Walk {
    private final Journey journey;
    private final Script script;
    private final boolean cleaning;
    private final Ledger ledger = new Ledger();
    private volatile Optional<Attempt> attempt = Optional.empty();
    private volatile boolean over;

    Walk(Journey journey, Script script, boolean cleaning) {
        this.journey = journey;
        this.script = script;
        this.cleaning = cleaning;
    }

    List<Run.Taken> taken() {
        return ledger.taken();
    }

    /**
     * On a thread of its own, since even the look-up of a name may hang and cannot be told to stop.
     *
     * @return what went wrong
     * @throws Unready when our own side lacks something
     */
    List<Run.Stumble> go(Duration time) {
        var walking = new CompletableFuture<Boolean>();
        var walker = Thread.ofVirtual().name("journey " + journey.name()).start(() -> walk(walking));
        try {
            walking.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            ledger.cutOff(attempt.map(Attempt::waiting).orElse("no answer") + " within " + Patience.words(time));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            ledger.cutOff("interrupted");
        } catch (ExecutionException trouble) {
            broken(trouble.getCause());
        } finally {
            cutOff(walker);
        }
        return ledger.stumbles();
    }

    private void broken(Throwable cause) {
        if (cause instanceof Unready unready) {
            throw unready;
        }
        ledger.cutOff(cause.toString());
    }

    private void cutOff(Thread walker) {
        over = true;
        walker.interrupt();
        attempt.ifPresent(Attempt::close);
    }

    private void walk(CompletableFuture<Boolean> walking) {
        try {
            walking.complete((cleaning ? journey.cleanUp() : journey.steps()).stream().allMatch(this::goesOn));
        } catch (RuntimeException | Error trouble) {
            walking.completeExceptionally(trouble);
        }
    }

    private boolean goesOn(Step step) {
        ledger.begin(step.name());
        if (cleaning && script.lacks(step)) {
            ledger.done(Run.Outcome.SKIPPED);
            return true;
        }
        var trouble = tried(step);
        trouble.ifPresentOrElse(why -> ledger.stumbled(script.masked(why)), () -> ledger.done(Run.Outcome.DONE));
        return cleaning || trouble.isEmpty();
    }

    private Optional<String> tried(Step step) {
        try {
            return take(step);
        } catch (IllegalArgumentException trouble) {
            return Optional.of(trouble.getMessage());
        } catch (Unready unready) {
            throw unready;
        } catch (RuntimeException trouble) {
            return Optional.of(trouble.toString());
        }
    }

    private Optional<String> take(Step step) {
        try (var next = attempt(step); var patience = Patience.of(step.within(), next)) {
            attempt = Optional.of(next);
            if (over) {
                return Optional.of("cut off");
            }
            var finding = next.take();
            if (patience.over()) {
                return Optional.of(patience.lost(next));
            }
            script.keep(finding.captured());
            return finding.trouble();
        }
    }

    private Attempt attempt(Step step) {
        return switch (step) {
            case Step.Http http -> new Asking(http, journey.identity(), script);
            case Step.Talk talk -> new Talking(talk, script);
            case Step.WebSocket socket -> new Chatting(socket, script);
            case Step.Dns dns -> new Resolving(dns, script);
            case Step.Exec exec -> new Executing(exec, script);
        };
    }
}
