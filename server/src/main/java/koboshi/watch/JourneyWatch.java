package koboshi.watch;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import koboshi.journey.Journey;
import koboshi.loop.Event;
import koboshi.signal.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rehearses one journey again and again, and confirms a suspicion at once by a burst of fresh runs.
 *
 * <p>Beside each burst our own door is tried: when even that does not answer in time it is this host that starves, and the runs say nothing
 * about the service.
 */
final class JourneyWatch {
    private static final Logger LOG = LoggerFactory.getLogger(JourneyWatch.class);
    private static final Executor EACH_ITS_OWN = Executors.newVirtualThreadPerTaskExecutor();

    private final Journey journey;
    private final Rehearsing rehearsing;
    private final Supplier<Optional<String>> control;
    private final Telling telling;
    private final Clock clock;
    private final Thread thread;
    private Pace pace = Pace.IDLE;
    private volatile boolean stopped;

    JourneyWatch(Journey journey, Rehearsing rehearsing, Supplier<Optional<String>> control, Telling telling, Clock clock) {
        this.journey = journey;
        this.rehearsing = rehearsing;
        this.control = control;
        this.telling = telling;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("journey-" + journey.name()).unstarted(this::watch);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
        thread.interrupt();
    }

    /** After {@link #stop}: until nothing of it runs any more, save runs under way within their own timeout. */
    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    private void watch() {
        try {
            while (!stopped) {
                var began = System.nanoTime();
                attempt();
                var rest = pace.interval(journey, clock.instant()).toNanos() - (System.nanoTime() - began);
                TimeUnit.NANOSECONDS.sleep(Math.max(rest, TimeUnit.MILLISECONDS.toNanos(5)));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** A run that breaks says nothing about the service, and must not end the watch. */
    private void attempt() throws InterruptedException {
        try {
            once();
        } catch (CompletionException broken) {
            LOG.error("a run of journey {} broke", journey.name(), broken.getCause());
            tell(new Event.JourneyDoubted(journey.name(), "its run broke: " + broken.getCause()));
        }
    }

    private void once() throws InterruptedException {
        var run = CompletableFuture.supplyAsync(this::rehearse, EACH_ITS_OWN);
        boolean slow = !done(run, pace.suspiciousAfter(journey)) && pace.fallenSince().isEmpty();
        var early = slow ? Optional.of(burst()) : Optional.<Burst>empty();
        var ran = run.join();
        pace = pace.after(ran);
        tell(new Event.JourneyRan(journey.name(), List.of(ran)));
        if (early.isPresent() || pace.wantsBurst()) {
            take(early.orElseGet(this::burst));
        }
    }

    /** By the loop's clock: a wall clock set back must not make a run look older than the fall it follows. */
    private Run rehearse() {
        var began = clock.instant();
        var run = rehearsing.rehearse(journey);
        return new Run(began, run.took(), run.stumble());
    }

    private static boolean done(CompletableFuture<Run> run, Duration patience) throws InterruptedException {
        try {
            run.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | ExecutionException _) {
            return run.isDone();
        }
    }

    private record Burst(List<CompletableFuture<Run>> runs, CompletableFuture<Optional<String>> control) {}

    private Burst burst() {
        var runs = Stream.generate(() -> CompletableFuture.supplyAsync(this::rehearse, EACH_ITS_OWN)).limit(Journey.BURST).toList();
        return new Burst(runs, CompletableFuture.supplyAsync(control, EACH_ITS_OWN));
    }

    private void take(Burst burst) {
        var runs = burst.runs().stream().map(CompletableFuture::join).toList();
        var trouble = burst.control().join();
        boolean failed = runs.stream().anyMatch(run -> !run.clean());
        if (trouble.isPresent() && failed) {
            pace = pace.rested();
            tell(new Event.JourneyDoubted(journey.name(), trouble.get()));
            return;
        }
        pace = pace.after(runs);
        tell(new Event.JourneyRan(journey.name(), runs));
    }

    private void tell(Event event) {
        if (!stopped) {
            telling.tell(event);
        }
    }
}
