package liveqa.question;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import liveqa.answer.Answer;

/**
 * Where questions are accepted, kept, and given their answers.
 *
 * <p>A question is accepted only once it is on the disk, and its answer is shown only once that is on the disk: so after
 * a sudden death whatever was accepted is either answered or waits again, and nobody hears two answers.
 */
public final class Desk {
    private static final System.Logger LOG = System.getLogger("desk");
    private static final long COMPACT_ABOVE_BYTES = 32L << 20;

    private final Ledger ledger;
    private final Line line;
    private final InstantSource clock;
    private final Witness witness;
    private final QuestionLog log;

    private Desk(Path file, Line line, int bound, InstantSource clock, Witness witness) throws IOException {
        this.ledger = new Ledger(bound);
        this.line = line;
        this.clock = clock;
        this.witness = witness;
        var logFile = new LogFile(file);
        logFile.open(ledger::replay);
        this.log = new QuestionLog(logFile, ledger::whatMatters, COMPACT_ABOVE_BYTES);
    }

    /** Reads the log, brings back to the line whoever was not answered, and is open when it returns. */
    public static Desk open(Path log, Line line, int bound, InstantSource clock, Witness witness) throws IOException {
        var desk = new Desk(log, line, bound, clock, witness);
        desk.log.start();
        desk.bringBack();
        return desk;
    }

    private void bringBack() {
        var back = ledger.broughtBack();
        back.forEach(this::enterLine);
        if (back.size() + ledger.answered() > 0) {
            LOG.log(System.Logger.Level.INFO, "log read: " + back.size() + " questions still to answer, " + ledger.answered() + " answered");
        }
    }

    private void enterLine(Ticket ticket) {
        ledger.enterLine(ticket);
        line.join(ticket);
        witness.accepted(ticket.question());
    }

    /** Returns once the question is on the disk, or refused. A question whose id was seen before is the same question. */
    public Reception ask(Question question) throws InterruptedException {
        var fresh = new Ticket(question);
        var admitted = ledger.admit(fresh);
        if (admitted.isEmpty()) {
            witness.turnedAway(question.channel());
            return new Reception.Full(ledger.roomAfter());
        }
        var ticket = admitted.get();
        if (!ticket.question().sameWordsAs(question)) return new Reception.IdTaken(question.id());
        if (ticket == fresh) log.append(new Entry.Asked(question), failure -> written(fresh, failure));
        return kept(ticket);
    }

    private void written(Ticket ticket, Exception failure) {
        if (failure == null) {
            enterLine(ticket);
            ticket.keptAtLast();
        } else {
            ledger.drop(ticket);
            witness.notKept(ticket.question().channel());
            ticket.notKept(failure);
        }
    }

    private Reception kept(Ticket ticket) throws InterruptedException {
        try {
            ticket.awaitKept();
            return new Reception.Accepted(ticket, ledger.place(ticket));
        } catch (ExecutionException e) {
            return new Reception.NotKept(e.getCause().getMessage());
        }
    }

    /** A worker takes the question up. */
    void begin(Ticket ticket) {
        ledger.begin(ticket, clock.instant());
        witness.begun(ticket.question());
    }

    void partly(Ticket ticket, String sentence) {
        witness.partly(ticket.question(), sentence);
    }

    /** An answer that could not be written is given all the same: after a restart it is looked up again, which hurts less. */
    void answer(Ticket ticket, Answer answer) throws InterruptedException {
        var given = new Standing.Answered(answer, clock.instant());
        log.append(new Entry.Answered(ticket.question().id(), answer, given.at()), _ -> {
            ledger.answer(ticket, given);
            witness.answered(ticket.question(), given);
        });
    }

    /** The ticket of an accepted question, unless it was answered so long ago that it is forgotten. */
    public Optional<Ticket> find(String id) {
        return ledger.find(id);
    }

    public Place place(Ticket ticket) {
        return ledger.place(ticket);
    }

    public int waiting() {
        return ledger.waiting();
    }

    /** The first in line that viewers may see. */
    public List<Ticket> firstInLine(int count) {
        return ledger.firstShownInLine(count);
    }

    /** The last answers that viewers may see, newest first. */
    public List<Ticket> lastAnswers(int count) {
        return ledger.lastShownAnswers(count);
    }

    public Duration oldestWait() {
        return ledger.oldestWait(clock.instant());
    }

    public void stop() throws IOException, InterruptedException {
        log.stop();
    }
}
