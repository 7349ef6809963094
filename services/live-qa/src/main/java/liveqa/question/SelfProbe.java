package liveqa.question;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import liveqa.answer.Answer;

/**
 * Asks the service a question now and then, through the same door, line, workers and log as everybody's, and remembers
 * what became of it: whether questions are answered is only known by asking one.
 */
public final class SelfProbe implements AutoCloseable {
    /** {@code ok} when a question was answered end to end of late; {@code why} says what is wrong otherwise. */
    public record Verdict(boolean ok, String why, Optional<Instant> lastAnswered, Duration took) {}

    private static final Duration MOST_PATIENCE = Duration.ofSeconds(60);
    private final Desk desk;
    private final InstantSource clock;
    private final String text;
    private final Duration every;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private long number;
    private Ticket outstanding;
    private volatile Verdict verdict = new Verdict(false, "no question has been asked yet", Optional.empty(), Duration.ZERO);

    /** A pause of zero never asks. */
    public SelfProbe(Desk desk, InstantSource clock, String text, Duration every) {
        this.desk = desk;
        this.clock = clock;
        this.text = text;
        this.every = every;
        this.number = clock.millis();
        this.thread = every.isZero() ? null : Thread.ofVirtual().name("self-probe").start(this::probe);
    }

    private void probe() {
        try {
            // While one is unanswered no other is asked: a line of our own questions would only be in the way.
            do {
                if (outstanding == null) ask();
                if (outstanding != null) await(outstanding);
            } while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() throws InterruptedException {
        var asked = clock.instant();
        var reception = desk.ask(new Question("self-" + number++, "self", text, Channel.PROBE, asked));
        switch (reception) {
            case Reception.Accepted(Ticket ticket, _) -> outstanding = ticket;
            case Reception.Full _ -> failed("the queue is full");
            case Reception.NotKept(String why) -> failed("questions cannot be written to the disk: " + why);
            case Reception.IdTaken _, Reception.Barred _ -> failed("a fault of this program: the probe was refused");
        }
    }

    private void await(Ticket ticket) throws InterruptedException {
        var asked = ticket.question().askedAt();
        var slice = patience().dividedBy(10);
        for (int slices = 1; slices <= 10 && !ticket.isSettled(); slices++) {
            ticket.awaitAnswer(slice);
            if (!ticket.isSettled() && slices >= 3) failed("a question asked at " + asked + " is still " + Standings.word(ticket) + place(ticket));
        }
        if (!ticket.isSettled()) return;
        outstanding = null;
        if (!(ticket.standing() instanceof Standing.Answered(Answer answer, Instant at))) failed("a moderator withdrew the question the service asked itself");
        else if (answer instanceof Answer.Failed) failed("answering fails");
        else verdict = new Verdict(true, "", Optional.of(at), Duration.between(asked, at));
    }

    /** Long enough for a slow answer; a line that is longer than that is no fault of the probe's, but is said. */
    private Duration patience() {
        var three = every.multipliedBy(3);
        return three.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : three.compareTo(Duration.ofSeconds(10)) < 0 ? Duration.ofSeconds(10) : three;
    }

    private String place(Ticket ticket) {
        int place = desk.place(ticket).place();
        return place > 1 ? ", with " + (place - 1) + " before it" : "";
    }

    private void failed(String why) {
        verdict = new Verdict(false, why, verdict.lastAnswered, Duration.ZERO);
    }

    /** An old success is none: the probe itself may be what hangs. */
    public Verdict verdict() {
        if (thread == null) return new Verdict(false, "the service does not ask itself (--probe-every 0s)", Optional.empty(), Duration.ZERO);
        var now = verdict;
        var limit = every.multipliedBy(3).plus(patience());
        boolean stale = now.ok && now.lastAnswered.map(at -> Duration.between(at, clock.instant()).compareTo(limit) > 0).orElse(false);
        return stale ? new Verdict(false, "no question was answered since " + now.lastAnswered.orElseThrow(), now.lastAnswered, Duration.ZERO) : now;
    }

    @Override
    public void close() {
        closed.countDown();
        if (thread != null) thread.interrupt();
    }
}
