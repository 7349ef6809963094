package liveqa.question;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A question and where it stands; the ledger alone moves it on. */
public final class Ticket {
    private final Question question;
    /** Done when the question is on the disk, failed when it could not be written. */
    private final CompletableFuture<Void> kept = new CompletableFuture<>();
    private volatile CompletableFuture<Void> settled = new CompletableFuture<>();
    private volatile Standing standing = new Standing.Waiting(Long.MAX_VALUE);
    private volatile Ticket leader;
    private volatile long version;
    private volatile int askers = 1;
    private volatile Decision lastDecision;
    /** Kept by the ledger and its order, under the ledger's lock. */
    final List<Ticket> followers = new ArrayList<>();
    Likeness likeness;
    boolean pinned;
    boolean deciding;
    /** Why it was held when it was withdrawn: where it goes when it is brought back. */
    HoldReason heldBefore;
    long round;
    long arrival;
    long acceptedNanos;
    long begunNanos;
    /** The wait that was told; 0 when none was, or when it is over. */
    volatile double promisedSeconds;
    /** The same until the answer is spoken. */
    volatile double promisedSpeechSeconds;
    private volatile boolean shownOnly;

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

    /** Who joined another stands where the other stands. */
    public Standing standing() {
        var other = leader;
        return other == null || isSettled() ? standing : other.standing();
    }

    /** The one already waiting that asks the same. */
    public Optional<Ticket> joined() {
        return Optional.ofNullable(leader);
    }

    /** How many asked this, all told. */
    public int askers() {
        return askers;
    }

    public boolean isPinned() {
        return pinned;
    }

    /** Grows with every change; whoever decides says which one was seen. */
    public long version() {
        return version;
    }

    public Optional<Decision> lastDecision() {
        return Optional.ofNullable(lastDecision);
    }

    /** Whether its answer waited so long to be spoken that it is only shown. */
    public boolean isShownOnly() {
        return shownOnly;
    }

    void showOnly() {
        shownOnly = true;
    }

    boolean isAnswered() {
        return standing instanceof Standing.Answered;
    }

    boolean isSettled() {
        return standing instanceof Standing.Answered || standing instanceof Standing.Withdrawn;
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

    void changed(long to) {
        version = to;
    }

    void decided(Decision decision) {
        lastDecision = decision;
    }

    void moveTo(Standing next) {
        standing = next;
        if (next instanceof Standing.Answered) settled.complete(null);
        else if (settled.isDone()) settled = new CompletableFuture<>(); // Taken back, and perhaps answered again.
    }

    void join(Ticket other) {
        leader = other;
        other.followers.add(this);
        other.askers++;
    }

    void leave() {
        leader = null;
    }

    void shareAskers(int count) {
        askers = count;
    }

    /** Returns when the question is answered or {@code wait} has passed, whichever is first. */
    public void awaitAnswer(Duration wait) throws InterruptedException {
        try {
            settled.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return; // The asker hears where the question stands instead.
        } catch (ExecutionException e) {
            throw new AssertionError("never completed exceptionally", e);
        }
    }
}
