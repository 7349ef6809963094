package liveqa.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import liveqa.question.Channel;
import liveqa.question.Desk;
import liveqa.question.HoldReason;
import liveqa.question.Question;
import liveqa.question.Standing;
import liveqa.question.Withdrawal;
import liveqa.question.Witness;

/** What viewers see: the queue and the last answers. Written once per change however many look, at most four times a second. */
public final class Board implements Witness {
    private static final int SHOWN_WAITING = 20;
    private static final int SHOWN_ANSWERS = 20;
    private static final long PAUSE_NANOS = 250_000_000;

    record Edition(long number, String text) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private Desk desk;
    private long changes = 1;
    private long writtenNanos = System.nanoTime() - PAUSE_NANOS;
    private Edition edition = new Edition(0, "");

    /** The desk tells the board of changes, so the board comes first and hears of the desk here. */
    public void shows(Desk shown) {
        lock.lock();
        try {
            desk = shown;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void accepted(Question question) {
        changed(question.channel());
    }

    @Override
    public void begun(Question question) {
        changed(question.channel());
    }

    @Override
    public void answered(Question question, Standing.Answered answered) {
        changed(question.channel());
    }

    @Override
    public void joined(Question question) {
        changed(question.channel());
    }

    @Override
    public void held(Question question, HoldReason why) {
        changed(question.channel());
    }

    @Override
    public void withdrawn(Question question, Withdrawal why) {
        changed(question.channel());
    }

    private void changed(Channel channel) {
        if (!channel.shown()) return;
        lock.lock();
        try {
            changes++;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next edition after {@code seen}, or null when nothing changed within {@code seconds}. */
    Edition after(long seen, int seconds) throws InterruptedException {
        long left = TimeUnit.SECONDS.toNanos(seconds);
        lock.lock();
        try {
            while (true) {
                long pause = writtenNanos + PAUSE_NANOS - System.nanoTime();
                if (edition.number < changes && pause <= 0) write();
                if (edition.number > seen) return edition;
                if (left <= 0) return null;
                left -= await(edition.number < changes ? Math.min(pause, left) : left);
            }
        } finally {
            lock.unlock();
        }
    }

    private long await(long nanos) throws InterruptedException {
        long before = System.nanoTime();
        long left = change.awaitNanos(nanos);
        return left <= 0 ? nanos : System.nanoTime() - before;
    }

    private void write() {
        edition = new Edition(changes, now());
        writtenNanos = System.nanoTime();
        change.signalAll();
    }

    /** The board as it is this moment, probes not shown. */
    String now() {
        var views = new Views(desk);
        var board = Json.object().put("waiting", desk.waiting());
        var waiting = board.putArray("queue");
        desk.firstInLine(SHOWN_WAITING).forEach(ticket -> waiting.add(views.question(ticket)));
        var answers = board.putArray("answers");
        desk.lastAnswers(SHOWN_ANSWERS).forEach(ticket -> answers.add(views.question(ticket)));
        return board.toString();
    }
}
