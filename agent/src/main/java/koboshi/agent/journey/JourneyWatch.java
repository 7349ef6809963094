package koboshi.agent.journey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import koboshi.journey.Journey;
import koboshi.loop.Event;
import koboshi.signal.Run;

/**
 * Rehearses one journey again and again, and confirms a suspicion at once by a burst of fresh runs.
 *
 * <p>Beside each burst our own door is tried: when even that does not answer in time it is this host that starves, and the runs say nothing
 * about the service. Beside a burst at one server of a pool its siblings are tried as well: what they all suffer is no fault of one.
 */
final class JourneyWatch {
    private static final System.Logger LOG = System.getLogger(JourneyWatch.class.getName());
    private static final int AT_ONCE = 4;
    /** Enough of them to see whether most are sick. */
    private static final int MOST_SIBLINGS = 30;
    /** What is normal is asked of each run; of more than these it would be no other. */
    static final int MOST_BESIDE = 2 * MOST_SIBLINGS;
    /** What somebody else suspects again and again, and bursts find well, must not become a load of its own. */
    private static final long BETWEEN_BURSTS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LEAST_WAIT = TimeUnit.MILLISECONDS.toNanos(5);
    /** What lies below all servers fails at all of them, and then each looks at the others: of those looks, so many at once. */
    private static final Semaphore BESIDE = new Semaphore(32);
    private static final Executor EACH_ITS_OWN = Executors.newVirtualThreadPerTaskExecutor();

    private final Journey journey;
    private final Rehearsing rehearsing;
    private final Supplier<Optional<String>> control;
    private final Consumer<Event> telling;
    private final InstantSource clock;
    private final Thread thread;
    /** Completed by whoever suspects the service meanwhile. */
    private volatile CompletableFuture<Void> suspicion = new CompletableFuture<>();
    private volatile List<JourneyWatch> siblings = List.of();
    private volatile long burstNanos = System.nanoTime() - BETWEEN_BURSTS;
    private volatile Pace pace = Pace.IDLE;
    private String doubted = "";
    private volatile boolean stopped;

    JourneyWatch(Journey journey, Rehearsing rehearsing, Supplier<Optional<String>> control, Consumer<Event> telling, InstantSource clock) {
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

    /** @param others watches of the same journey at the other servers of its pool */
    void beside(List<JourneyWatch> others) {
        siblings = others;
    }

    /** Somebody has a reason to think that all is not well: it is looked at now rather than at its next turn. */
    void suspect() {
        if (bursts() && pace.fallenSince().isEmpty() && System.nanoTime() - burstNanos >= BETWEEN_BURSTS) {
            suspicion.complete(null);
        }
    }

    private boolean bursts() {
        return journey.burst() > 0;
    }

    private void watch() {
        try {
            while (!stopped) {
                var began = System.nanoTime();
                attempt();
                var rest = (bursts() ? pace.interval(journey, clock.instant()) : journey.every()).toNanos() - (System.nanoTime() - began);
                rest(Math.max(rest, LEAST_WAIT));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void rest(long nanos) throws InterruptedException {
        if (happened(suspicion, nanos)) {
            confirm();
        }
    }

    /** A run that breaks says nothing about the service, and must not end the watch. */
    private void attempt() throws InterruptedException {
        try {
            if (bursts() && pace.fallenSince().isPresent()) {
                rise();
            } else {
                once();
            }
        } catch (CompletionException broken) {
            doubt(broken.getCause());
        }
    }

    /** Told each time, for the loop may have forgotten; logged once for as long as it stays the same. */
    private void doubt(Throwable broken) {
        boolean unready = broken instanceof Unready;
        var why = unready ? broken.getMessage() : "its run broke: " + broken;
        if (!why.equals(doubted)) {
            LOG.log(System.Logger.Level.ERROR, "journey " + journey.name() + " cannot be run, so nothing is known of its service: " + why, unready ? null : broken);
        }
        doubted = why;
        pace = pace.rested();
        tell(new Event.JourneyDoubted(journey.name(), why));
    }

    private void once() throws InterruptedException {
        var run = CompletableFuture.supplyAsync(this::rehearse, EACH_ITS_OWN);
        boolean slow = bursts() && !done(run, pace.suspiciousAfter(journey)) && pace.fallenSince().isEmpty();
        var early = slow ? Optional.of(burst()) : Optional.<Burst>empty();
        var ran = run.join();
        doubted = "";
        pace = pace.after(ran);
        tell(new Event.JourneyRan(journey.name(), List.of(ran)));
        if (early.isPresent() || bursts() && pace.wantsBurst()) {
            take(early.orElseGet(this::burst));
        }
    }

    private void confirm() {
        try {
            take(burst());
        } catch (CompletionException broken) {
            doubt(broken.getCause());
        }
    }

    /**
     * While it may rise any moment, runs overlap: one that began a moment too early must not hide for its whole timeout that it answers.
     */
    private void rise() throws InterruptedException {
        var ended = new LinkedBlockingQueue<CompletableFuture<Run>>();
        var latestClean = Instant.MIN;
        int inFlight = 0;
        long next = System.nanoTime();
        while (!stopped && pace.fallenSince().isPresent()) {
            if (inFlight < AT_ONCE && System.nanoTime() >= next) {
                inFlight++;
                next = System.nanoTime() + pace.interval(journey, clock.instant()).toNanos();
                var run = CompletableFuture.supplyAsync(this::rehearse, EACH_ITS_OWN);
                run.whenComplete((_, _) -> ended.add(run));
            }
            var run = ended.poll(Math.max(next - System.nanoTime(), LEAST_WAIT), TimeUnit.NANOSECONDS);
            if (run != null) {
                inFlight--;
                latestClean = heard(run.join(), latestClean);
            }
        }
    }

    /** A run that failed but began before a clean one says nothing new. */
    private Instant heard(Run run, Instant latestClean) {
        if (!run.clean() && run.began().isBefore(latestClean)) {
            return latestClean;
        }
        pace = pace.after(run);
        tell(new Event.JourneyRan(journey.name(), List.of(run)));
        if (bursts() && pace.wantsBurst()) {
            take(burst());
        }
        return run.clean() && run.began().isAfter(latestClean) ? run.began() : latestClean;
    }

    /** By the loop's clock: a wall clock set back must not make a run look older than the fall it follows. */
    private Run rehearse() {
        var began = clock.instant();
        return rehearsing.rehearse(pace.limited(journey, normalOfSiblings())).begunAt(began);
    }

    /** The middle one: what all of them take now is normal, whatever this one took before. */
    private Duration normalOfSiblings() {
        var normal = siblings.stream().map(sibling -> sibling.pace.normal()).filter(Duration::isPositive).sorted().toList();
        return normal.isEmpty() ? Duration.ZERO : normal.get((normal.size() - 1) / 2);
    }

    /** Until it ended, it takes suspiciously long, or somebody else suspects the service. */
    private boolean done(CompletableFuture<Run> run, Duration patience) throws InterruptedException {
        happened(CompletableFuture.anyOf(run, suspicion), patience.toNanos());
        return run.isDone();
    }

    private static boolean happened(CompletableFuture<?> what, long nanos) throws InterruptedException {
        try {
            what.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | ExecutionException _) {
            return false;
        }
    }

    private record Burst(List<CompletableFuture<Run>> runs, CompletableFuture<Optional<String>> control, List<CompletableFuture<Run>> beside) {}

    private Burst burst() {
        var runs = Stream.generate(() -> CompletableFuture.supplyAsync(this::rehearse, EACH_ITS_OWN)).limit(journey.burst()).toList();
        var beside = siblings.stream().limit(Math.min(MOST_SIBLINGS, Math.max(4, siblings.size() / 2 + 1))).filter(_ -> BESIDE.tryAcquire())
                .map(sibling -> CompletableFuture.supplyAsync(sibling::onceBeside, EACH_ITS_OWN).whenComplete((_, _) -> BESIDE.release())).toList();
        burstNanos = System.nanoTime();
        suspicion = new CompletableFuture<>();
        return new Burst(runs, CompletableFuture.supplyAsync(control, EACH_ITS_OWN), beside);
    }

    /** What it finds counts as any other run. */
    private Run onceBeside() {
        var run = rehearse();
        tell(new Event.JourneyRan(journey.name(), List.of(run)));
        if (!run.clean()) {
            suspect();
        }
        return run;
    }

    private void take(Burst burst) {
        var runs = burst.runs().stream().map(CompletableFuture::join).toList();
        var around = burst.beside().stream().map(CompletableFuture::join).toList();
        var trouble = burst.control().join().or(() -> slowAllAround(around));
        boolean failed = runs.stream().anyMatch(run -> !run.clean());
        if (trouble.isPresent() && failed) {
            pace = pace.rested();
            tell(new Event.JourneyDoubted(journey.name(), trouble.get()));
            return;
        }
        pace = pace.after(runs);
        tell(new Event.JourneyRan(journey.name(), runs));
    }

    /** What slows all of them is not the fault of one, and may be our own haste. */
    private Optional<String> slowAllAround(List<Run> around) {
        var half = pace.limited(journey, normalOfSiblings()).timeout().dividedBy(2);
        long slow = around.stream().filter(run -> run.clean() && run.took().compareTo(half) > 0).count();
        return slow > 0 && slow * 2 >= around.size() ? Optional.of("its siblings are slow as well: " + slow + " of " + around.size()) : Optional.empty();
    }

    private void tell(Event event) {
        if (!stopped) {
            telling.accept(event);
        }
    }
}
