package liveqa.question;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import liveqa.answer.Answer;
import liveqa.answer.Answerer;

/** Several threads that take questions from the line and answer them. */
public final class Workers {
    private static final System.Logger LOG = System.getLogger("workers");
    /** A worker looks up from the line this often to see whether it is time to stop. */
    private static final Duration LOOK_UP = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration GLANCE = Duration.ofMillis(2);

    private final Desk desk;
    private final Line line;
    private final Answerer answerer;
    private final List<Thread> threads;
    private final AtomicInteger atWork = new AtomicInteger();
    private volatile boolean open = true;

    /** Platform threads: a thread dump shows what each of them does. */
    public Workers(int count, Desk desk, Line line, Answerer answerer) {
        this.desk = desk;
        this.line = line;
        this.answerer = answerer;
        desk.staffed(count);
        this.threads = IntStream.rangeClosed(1, count).mapToObj(n -> Thread.ofPlatform().name("answer-" + n).daemon().unstarted(this::work)).toList();
        threads.forEach(Thread::start);
    }

    private void work() {
        while (open) {
            try {
                var next = line.next(LOOK_UP);
                if (next.isPresent()) serveNext();
            } catch (InterruptedException _) {
                if (!open) return; // Asked to stop; the question waits in the log.
            }
        }
    }

    private void serveNext() throws InterruptedException {
        atWork.incrementAndGet();
        try {
            var next = desk.begin();
            if (next.isPresent()) desk.answer(next.get(), answered(next.get()));
        } finally {
            atWork.decrementAndGet();
        }
    }

    private Answer answered(Ticket ticket) throws InterruptedException {
        var question = ticket.question();
        try {
            if (question.channel() == Channel.PROBE) return answerer.check(question.text());
            return answerer.answer(question.text(), sentence -> desk.partly(ticket, sentence));
        } catch (InterruptedException e) {
            if (!open) throw e; // Stopping: the question stays unanswered in the log and comes back.
            return new Answer.Failed();
        } catch (Exception | OutOfMemoryError | StackOverflowError e) {
            LOG.log(System.Logger.Level.WARNING, "question " + question.id() + " failed: " + e);
            return new Answer.Failed();
        }
    }

    /** Lets the answers in hand end, within reason. Who only stands at the line is not waited for: a turn it may just have taken waits in the log. */
    public void stop() throws InterruptedException {
        open = false;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (atWork.get() > 0 && System.nanoTime() < end) Thread.sleep(GLANCE);
        threads.forEach(Thread::interrupt);
    }
}
