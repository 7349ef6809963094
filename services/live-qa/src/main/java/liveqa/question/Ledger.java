package liveqa.question;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import liveqa.answer.Answer;

/** Which questions there are and where each stands; every method is one step that nobody sees half done. */
final class Ledger {
    private final LinkedHashMap<String, Ticket> tickets = new LinkedHashMap<>();
    /** Waiting or being answered, in the order of the line. */
    private final LinkedHashSet<Ticket> unanswered = new LinkedHashSet<>();
    private final Remembered answered = new Remembered();
    private final Tempo tempo = new Tempo();
    private final int bound;
    /** Not yet taken up, together with those just being written: what the bound is about. */
    private int waiting;
    private long nextTurn;
    private long turnsTaken;

    Ledger(int bound) {
        this.bound = bound;
    }

    synchronized void replay(Entry entry) {
        switch (entry) {
            case Entry.Asked asked -> tickets.put(asked.id(), Ticket.kept(asked.question()));
            case Entry.Answered given -> {
                // The question of an answer may have been forgotten by an earlier compaction.
                var ticket = tickets.get(given.id());
                if (ticket != null && !ticket.isAnswered()) answer(ticket, new Standing.Answered(given.answer(), given.at()));
            }
        }
    }

    /** Those the log knows no answer of, counted as waiting from here on. */
    synchronized List<Ticket> broughtBack() {
        var back = tickets.values().stream().filter(ticket -> !ticket.isAnswered()).toList();
        waiting += back.size();
        return back;
    }

    /** The ticket that holds the question's id from now on, this one or an earlier one; none when no more may wait. */
    synchronized Optional<Ticket> admit(Ticket ticket) {
        var earlier = tickets.get(ticket.question().id());
        if (earlier != null) return Optional.of(earlier);
        if (waiting >= bound) return Optional.empty();
        waiting++;
        tickets.put(ticket.question().id(), ticket);
        return Optional.of(ticket);
    }

    synchronized void enterLine(Ticket ticket) {
        ticket.moveTo(new Standing.Waiting(nextTurn++));
        unanswered.add(ticket);
        tempo.wakes(System.nanoTime());
    }

    /** Its entry could not be written: it was never here. */
    synchronized void drop(Ticket ticket) {
        tickets.remove(ticket.question().id());
        waiting--;
    }

    synchronized void begin(Ticket ticket, Instant now) {
        waiting--;
        turnsTaken++;
        ticket.moveTo(new Standing.Answering(now));
        tempo.moves(System.nanoTime(), waiting);
    }

    synchronized void answer(Ticket ticket, Standing.Answered given) {
        ticket.moveTo(given);
        unanswered.remove(ticket);
        answered.add(ticket).ifPresent(oldest -> tickets.remove(oldest.question().id()));
    }

    /** What a compacted log holds. A question whose own entry is still to come must not stand there twice. */
    synchronized List<Entry> whatMatters() {
        return tickets.values().stream().filter(Ticket::isKept).flatMap(Ledger::entries).toList();
    }

    private static Stream<Entry> entries(Ticket ticket) {
        var asked = new Entry.Asked(ticket.question());
        return ticket.standing() instanceof Standing.Answered(Answer answer, Instant at)
                ? Stream.of(asked, new Entry.Answered(asked.id(), answer, at))
                : Stream.of(asked);
    }

    synchronized Optional<Ticket> find(String id) {
        return Optional.ofNullable(tickets.get(id)).filter(Ticket::isKept);
    }

    synchronized Place place(Ticket ticket) {
        if (!(ticket.standing() instanceof Standing.Waiting(long turn))) return Place.NONE;
        int place = Math.clamp(turn - turnsTaken + 1, 1, Math.max(1, waiting));
        return new Place(place, tempo.waitFor(place, System.nanoTime()));
    }

    /** How long until a tenth of a full line has moved on. */
    synchronized Duration roomAfter() {
        return tempo.waitFor(Math.max(1, bound / 10), System.nanoTime());
    }

    synchronized int waiting() {
        return waiting;
    }

    synchronized int answered() {
        return answered.size();
    }

    synchronized List<Ticket> firstShownInLine(int count) {
        return unanswered.stream().filter(ticket -> ticket.question().channel().shown()).limit(count).toList();
    }

    synchronized List<Ticket> lastShownAnswers(int count) {
        return answered.lastShown(count);
    }

    synchronized Duration oldestWait(Instant now) {
        return unanswered.stream().filter(ticket -> ticket.standing() instanceof Standing.Waiting).findFirst()
                .map(ticket -> Duration.between(ticket.question().askedAt(), now)).orElse(Duration.ZERO);
    }
}
