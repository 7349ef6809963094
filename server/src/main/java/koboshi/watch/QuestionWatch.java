package koboshi.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import koboshi.guard.Eye;
import koboshi.guard.Inquiry;
import koboshi.integration.rcf.Forests;
import koboshi.loop.Event;
import koboshi.promql.Pulse;
import koboshi.series.Source;

/** Puts one question to the series again and again. */
final class QuestionWatch {
    private final String name;
    private final Inquiry inquiry;
    private final Supplier<Optional<Instant>> risen;
    private final Surroundings surroundings;
    private final Eye eye;
    private final Thread thread;
    private Rest rest;
    private volatile boolean stopped;

    /**
     * What all questions share.
     *
     * @param quick held by a question while it is asked
     * @param slow held instead by one that took long the last time
     * @param forests what anomalies are learned by; each question has an eye of its own
     */
    record Surroundings(Source source, Telling telling, Clock clock, Semaphore quick, Semaphore slow, Forests forests) {}

    QuestionWatch(String name, Inquiry inquiry, Supplier<Optional<Instant>> risen, Surroundings surroundings) {
        this.name = name;
        this.inquiry = inquiry;
        this.risen = risen;
        this.surroundings = surroundings;
        this.eye = surroundings.forests().eye();
        this.rest = Rest.at(inquiry.pace());
        this.thread = Thread.ofVirtual().name("question-" + name).unstarted(this::watch);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
        thread.interrupt();
        eye.close();
    }

    private void watch() {
        try {
            while (!stopped) {
                var lane = rest.slow() ? surroundings.slow() : surroundings.quick();
                lane.acquire();
                try {
                    ask();
                } finally {
                    lane.release();
                }
                TimeUnit.NANOSECONDS.sleep(rest.length().toNanos());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        long began = System.nanoTime();
        var inTime = Inquiry.OPTIONS.limits().pulse(System::nanoTime);
        Pulse pulse = () -> stopped ? Pulse.State.CANCELLED : inTime.beat();
        var findings = inquiry.ask(new Inquiry.Look(surroundings.source(), surroundings.clock().instant(), pulse, risen.get(), eye));
        rest = rest.after(Duration.ofNanos(System.nanoTime() - began), findings.trouble().isPresent());
        if (!stopped) {
            surroundings.telling().tell(new Event.Answered(name, findings));
        }
    }
}
