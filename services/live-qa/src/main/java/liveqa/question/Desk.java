package liveqa.question;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import liveqa.answer.Answer;

/**
 * Where questions are accepted, kept, and given their answers.
 *
 * <p>A question is accepted only once it is on the disk, and its answer is shown only once that is on the disk: so after
 * a sudden death whatever was accepted is either answered or waits again, and nobody hears two answers.
 */
public final class Desk {
    private static final System.Logger LOG = System.getLogger("desk");
    /** Answers kept in memory and in the log, for late askers and for telling a repeated question from a new one. */
    private static final int REMEMBERED = 10_000;
    private static final long COMPACT_ABOVE_BYTES = 32L << 20;

    private final LinkedHashMap<String, Ticket> tickets = new LinkedHashMap<>();
    private final Tempo tempo = new Tempo();
    private final Line line;
    private final int bound;
    private final InstantSource clock;
    private final Witness witness;
    private final QuestionLog log;
    /** Accepted and not yet taken up, together with those just being written: what the bound is about. */
    private int waiting;
    private int answeredKept;
    private long nextTurn;
    private long turnsTaken;

    private Desk(Path file, Line line, int bound, InstantSource clock, Witness witness) throws IOException {
        this.line = line;
        this.bound = bound;
        this.clock = clock;
        this.witness = witness;
        var logFile = new LogFile(file);
        logFile.open(this::replay);
        this.log = new QuestionLog(logFile, this::whatMatters, COMPACT_ABOVE_BYTES);
    }

    /** Reads the log, brings back to the line whoever was not answered, and is open when it returns. */
    public static Desk open(Path log, Line line, int bound, InstantSource clock, Witness witness) throws IOException {
        var desk = new Desk(log, line, bound, clock, witness);
        desk.forgetOldest();
        desk.log.start();
        desk.bringBack();
        return desk;
    }

    private void replay(Entry entry) {
        switch (entry) {
            case Entry.Asked asked -> {
                var ticket = new Ticket(asked.question());
                ticket.kept().complete(null);
                tickets.put(asked.id(), ticket);
            }
            case Entry.Answered answered -> {
                // The question of an answer may have been forgotten by an earlier compaction.
                var ticket = tickets.get(answered.id());
                if (ticket != null) markAnswered(ticket, new Standing.Answered(answered.answer(), answered.at()));
            }
        }
    }

    private void markAnswered(Ticket ticket, Standing.Answered answered) {
        if (!(ticket.standing() instanceof Standing.Answered)) answeredKept++;
        ticket.moveTo(answered);
    }

    private void bringBack() {
        var unanswered = tickets.values().stream().filter(ticket -> ticket.standing() instanceof Standing.Waiting).toList();
        for (var ticket : unanswered) {
            countWaiting();
            enterLine(ticket);
            witness.accepted(ticket.question());
        }
        if (!tickets.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, "log read: " + unanswered.size() + " questions still to answer, " + answeredKept + " answered");
        }
    }

    private synchronized void countWaiting() {
        waiting++;
    }

    private synchronized void enterLine(Ticket ticket) {
        ticket.moveTo(new Standing.Waiting(nextTurn++));
        tempo.wakes(System.nanoTime());
        line.join(ticket);
    }

    /** Returns once the question is on the disk, or refused. A question whose id was seen before is the same question. */
    public Reception ask(Question question) throws InterruptedException {
        var fresh = new Ticket(question);
        var earlier = tryAdmit(fresh);
        if (earlier == null) {
            witness.turnedAway(question.channel());
            return new Reception.Full(roomAfter());
        }
        if (earlier != fresh && !earlier.question().sameWordsAs(question)) return new Reception.IdTaken(question.id());
        if (earlier == fresh) log.append(new Entry.Asked(question), failure -> asked(fresh, failure));
        return kept(earlier);
    }

    /** The ticket that holds the question's id from now on: this one or an earlier one; null when no more may wait. */
    private synchronized Ticket tryAdmit(Ticket ticket) {
        var earlier = tickets.get(ticket.question().id());
        if (earlier != null) return earlier;
        if (waiting >= bound) return null;
        waiting++;
        tickets.put(ticket.question().id(), ticket);
        return ticket;
    }

    private synchronized Duration roomAfter() {
        return tempo.waitFor(Math.max(1, bound / 10), System.nanoTime());
    }

    private Reception kept(Ticket ticket) throws InterruptedException {
        try {
            ticket.kept().get();
            return new Reception.Accepted(ticket, place(ticket));
        } catch (ExecutionException e) {
            return new Reception.NotKept(e.getCause().getMessage());
        }
    }

    /** The witness is told outside the lock: it may look at the desk while others tell it things. */
    private void asked(Ticket ticket, Exception failure) {
        if (failure == null) {
            enterLine(ticket);
            witness.accepted(ticket.question());
            ticket.kept().complete(null);
        } else {
            dropped(ticket, failure);
            witness.notKept(ticket.question().channel());
        }
    }

    private synchronized void dropped(Ticket ticket, Exception failure) {
        tickets.remove(ticket.question().id());
        waiting--;
        ticket.kept().completeExceptionally(failure);
    }

    /** A worker takes the question up. */
    void begin(Ticket ticket) {
        synchronized (this) {
            waiting--;
            turnsTaken++;
            ticket.moveTo(new Standing.Answering(clock.instant()));
            tempo.moves(System.nanoTime(), waiting);
        }
        witness.begun(ticket.question());
    }

    void answer(Ticket ticket, Answer answer) throws InterruptedException {
        var at = clock.instant();
        log.append(new Entry.Answered(ticket.question().id(), answer, at), _ -> answered(ticket, answer, at));
    }

    /** An answer that could not be written is given all the same: after a restart it is looked up again, which hurts less. */
    private void answered(Ticket ticket, Answer answer, Instant at) {
        var answered = new Standing.Answered(answer, at);
        synchronized (this) {
            markAnswered(ticket, answered);
            forgetOldest();
        }
        witness.answered(ticket.question(), answered);
    }

    private void forgetOldest() {
        var oldest = tickets.values().iterator();
        while (answeredKept > REMEMBERED && oldest.hasNext()) {
            if (oldest.next().standing() instanceof Standing.Answered) {
                oldest.remove();
                answeredKept--;
            }
        }
    }

    private synchronized Stream<Entry> whatMatters() {
        return tickets.values().stream().filter(ticket -> !isBeingWritten(ticket)).flatMap(Desk::entries).toList().stream();
    }

    /** Its own entry is still to come and must not stand in the file twice. */
    private static boolean isBeingWritten(Ticket ticket) {
        return !ticket.kept().isDone();
    }

    private static Stream<Entry> entries(Ticket ticket) {
        var asked = new Entry.Asked(ticket.question());
        return ticket.standing() instanceof Standing.Answered(Answer answer, Instant at)
                ? Stream.of(asked, new Entry.Answered(asked.id(), answer, at))
                : Stream.of(asked);
    }

    /** The ticket of an accepted question. */
    public synchronized Optional<Ticket> find(String id) {
        return Optional.ofNullable(tickets.get(id)).filter(ticket -> !isBeingWritten(ticket));
    }

    public synchronized Place place(Ticket ticket) {
        if (!(ticket.standing() instanceof Standing.Waiting(long turn))) return Place.NONE;
        int place = (int) Math.max(1, Math.min(turn - turnsTaken + 1, waiting));
        return new Place(place, tempo.waitFor(place, System.nanoTime()));
    }

    public synchronized int waiting() {
        return waiting;
    }

    /** The last {@code count} questions that viewers may see and that are answered (or are not), newest first. */
    public synchronized List<Ticket> lastShown(int count, boolean answered) {
        var found = new ArrayList<Ticket>();
        for (var ticket : tickets.sequencedValues().reversed()) {
            if (found.size() == count) break;
            boolean wanted = answered == ticket.standing() instanceof Standing.Answered;
            if (wanted && ticket.question().channel().shown() && !isBeingWritten(ticket)) found.add(ticket);
        }
        return found;
    }

    public synchronized Duration oldestWait() {
        for (var ticket : tickets.values()) {
            if (ticket.standing() instanceof Standing.Waiting && !isBeingWritten(ticket)) {
                return Duration.between(ticket.question().askedAt(), clock.instant());
            }
        }
        return Duration.ZERO;
    }

    public void stop() throws IOException, InterruptedException {
        log.stop();
    }
}
