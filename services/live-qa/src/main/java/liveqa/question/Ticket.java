package liveqa.question;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A question and where it stands; the ledger alone moves it on. */
public final class Ticket {
    private final Question question;
    /** Done when the question is on the disk, failed when it could not be written. */
    private final CompletableFuture<Void> kept = new CompletableFuture<>();
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private volatile Standing standing = new Standing.Waiting(Long.MAX_VALUE);

    Ticket(Question question) {
        this.question = question;
    }

    /** One that was read from the disk. */
    static Ticket kept(Question question) {
        var ticket = new Ticket(question);
        ticket.keptAtLast();
        return ticket;
    }

    public Question question() {
        return question;
    }

    public Standing standing() {
        return standing;
    }

    boolean isAnswered() {
        return standing instanceof Standing.Answered;
    }

    boolean isKept() {
        return kept.isDone();
    }

    void keptAtLast() {
        kept.complete(null);
    }

    void notKept(Exception why) {
        kept.completeExceptionally(why);
    }

    void awaitKept() throws InterruptedException, ExecutionException {
        kept.get();
    }

    void moveTo(Standing next) {
        standing = next;
        if (next instanceof Standing.Answered) answered.complete(null);
    }

    /** Returns when the question is answered or {@code wait} has passed, whichever is first. */
    public void awaitAnswer(Duration wait) throws InterruptedException {
        try {
            answered.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return; // The asker hears where the question stands instead.
        } catch (ExecutionException e) {
            throw new AssertionError("never completed exceptionally", e);
        }
    }
}
