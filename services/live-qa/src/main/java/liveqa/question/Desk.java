package liveqa.question;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import liveqa.answer.Answer;

/**
 * Where questions are accepted, kept, and given their answers.
 *
 * <p>A question is accepted only once it is on the disk, its answer is shown only once that is on the disk, and a
 * moderator's decision is in force only once that is: so after a sudden death whatever was accepted is either settled or
 * waits again, nobody hears two answers, and nobody has to decide twice.
 */
public final class Desk {
    private static final System.Logger LOG = System.getLogger("desk");
    private static final long COMPACT_ABOVE_BYTES = 32L << 20;

    private final Ledger ledger;
    private final Line line;
    private final InstantSource clock;
    private final Witness witness;
    private final Rules rules;
    private final QuestionLog log;

    private Desk(Path file, Line line, int bound, InstantSource clock, Witness witness, Rules rules, LongSupplier nanos) throws IOException {
        this.ledger = new Ledger(bound, rules, nanos);
        this.line = line;
        this.clock = clock;
        this.witness = witness;
        this.rules = rules;
        ledger.versionsFrom(clock.millis() << 10);
        var logFile = new LogFile(file);
        logFile.open(ledger::replay);
        this.log = new QuestionLog(logFile, ledger::whatMatters, COMPACT_ABOVE_BYTES);
    }

    /** Reads the log, brings back to the line whoever was not answered, and is open when it returns. */
    public static Desk open(Path log, Line line, int bound, InstantSource clock, Witness witness) throws IOException {
        return open(log, line, bound, clock, witness, Rules.PLAIN);
    }

    public static Desk open(Path log, Line line, int bound, InstantSource clock, Witness witness, Rules rules) throws IOException {
        return open(log, line, bound, clock, witness, rules, System::nanoTime);
    }

    /** {@code nanos} measures how long things take. */
    static Desk open(Path log, Line line, int bound, InstantSource clock, Witness witness, Rules rules, LongSupplier nanos) throws IOException {
        var desk = new Desk(log, line, bound, clock, witness, rules, nanos);
        desk.log.start();
        desk.bringBack();
        return desk;
    }

    private void bringBack() {
        var back = ledger.broughtBack();
        back.forEach(this::enterLine);
        if (back.size() + ledger.remembered() > 0) {
            LOG.log(System.Logger.Level.INFO, "log read: " + back.size() + " questions still to answer, " + ledger.remembered() + " settled, "
                    + ledger.heldCount() + " held");
        }
    }

    private void enterLine(Ticket ticket) {
        line.join(ticket);
        witness.accepted(ticket.question());
    }

    /** Returns once the question is on the disk, or refused. A question whose id was seen before is the same question. */
    public Reception ask(Question asked) throws InterruptedException {
        var question = rules.screen().masked(asked);
        var known = ledger.find(question.id());
        if (known.isPresent()) return kept(known.get(), question);
        var fresh = new Ticket(question);
        return switch (ledger.admit(fresh, rules.screen().holds(asked, clock.instant()), clock.instant())) {
            case Admission.Known(Ticket earlier) -> kept(earlier, question);
            case Admission.Fresh(Entry.Asked entry) -> {
                log.append(entry, failure -> written(fresh, entry, failure));
                yield kept(fresh, question);
            }
            case Admission.Full(Duration roomAfter) -> {
                witness.turnedAway(question.channel());
                yield new Reception.Full(roomAfter);
            }
            case Admission.Barred() -> new Reception.Barred();
        };
    }

    private void written(Ticket ticket, Entry.Asked entry, Exception failure) {
        if (failure == null) {
            ledger.enters(ticket, entry);
            tellOf(ticket);
            ticket.keptAtLast();
        } else {
            ledger.drop(ticket);
            witness.notKept(ticket.question().channel());
            ticket.notKept(failure);
        }
    }

    private void tellOf(Ticket ticket) {
        switch (ticket.standing()) {
            case Standing.Held held -> witness.held(ticket.question(), held.why());
            case Standing.Answered given -> witness.answeredToo(ticket.question(), given);
            case Standing.Waiting _, Standing.Answering _, Standing.Withdrawn _ -> {
                if (ticket.joined().isPresent()) witness.joined(ticket.question());
                else enterLine(ticket);
            }
        }
    }

    private Reception kept(Ticket ticket, Question asked) throws InterruptedException {
        if (!ticket.question().sameWordsAs(asked)) return new Reception.IdTaken(asked.id());
        try {
            ticket.awaitKept();
            return new Reception.Accepted(ticket, ledger.place(ticket));
        } catch (ExecutionException e) {
            return new Reception.NotKept(e.getCause().getMessage());
        }
    }

    /** A worker has a turn: whose it is, unless all who waited were held or withdrawn meanwhile. */
    Optional<Ticket> begin() {
        var next = ledger.begin(clock.instant());
        next.ifPresent(ticket -> witness.begun(ticket.question()));
        return next;
    }

    void partly(Ticket ticket, String sentence) {
        witness.partly(ticket.question(), sentence);
    }

    /** An answer that could not be written is given all the same: after a restart it is looked up again, which hurts less. */
    void answer(Ticket ticket, Answer answer) throws InterruptedException {
        var given = new Standing.Answered(answer, clock.instant());
        log.append(new Entry.Answered(ticket.question().id(), answer, given.at()), _ -> answered(ticket, given));
    }

    private void answered(Ticket ticket, Standing.Answered given) {
        var all = ledger.answer(ticket, given);
        if (all.isEmpty()) return; // Withdrawn, or answered by hand, while the worker was at it.
        witness.answered(ticket.question(), given);
        promiseEnds(ticket, given.at());
        var others = all.subList(1, all.size());
        others.forEach(other -> witness.answeredToo(other.question(), given));
        log.note(others.stream().<Entry>map(other -> new Entry.Answered(other.question().id(), given.answer(), given.at())).toList());
    }

    /** Nothing was promised to those whom a moderator held, nor to those of an earlier run. */
    private void promiseEnds(Ticket ticket, Instant at) {
        double told = ticket.promisedSeconds;
        ticket.promisedSeconds = 0;
        if (told > 0) witness.promised(told, Duration.between(ticket.question().askedAt(), at));
    }

    private void speechPromiseEnds(Ticket ticket, Instant at) {
        double told = ticket.promisedSpeechSeconds;
        ticket.promisedSpeechSeconds = 0;
        if (told > 0) witness.promisedSpeech(told, Duration.between(ticket.question().askedAt(), at));
    }

    /** Told by whoever speaks or shows answers, one at a time: this question's answer begins. */
    public void speaks(String id) {
        var waited = ledger.speech().begins(id);
        ledger.find(id).ifPresent(ticket -> {
            speechPromiseEnds(ticket, clock.instant());
            waited.ifPresent(seconds -> witness.spoken(ticket.question(), seconds));
        });
    }

    /** Told by whoever speaks: this question's answer has ended. */
    public void spoke(String id) {
        ledger.speech().ends(id);
    }

    /** Told by whoever speaks: this question's answer is not spoken, or not to its end. */
    public void unspoken(String id) {
        ledger.speech().leaves(id);
    }

    /** Told by whoever speaks: this question's answer waited too long to be spoken, and is only shown. */
    public void shownOnly(String id) {
        ledger.speech().leaves(id);
        ledger.find(id).ifPresent(Ticket::showOnly);
    }

    /** The longest an answer waits to be spoken. */
    public void spokenWithin(Duration longest) {
        ledger.speech().spokenWithin(longest);
    }

    /** Says whether answers are spoken at present; else nobody waits for that. */
    public void spokenWhile(BooleanSupplier somebodyListens) {
        ledger.speech().spokenWhile(somebodyListens);
    }

    /** How many answers wait to be spoken. */
    public int toSpeak() {
        return ledger.speech().waiting();
    }

    /** Decides about one question as it was at the version {@code seen}; returns once that is on the disk, or refused. */
    public Ruling decide(String id, long seen, Decision decision, String by) throws InterruptedException {
        var refused = ledger.mayDecide(id, seen, decision);
        return refused.isPresent() ? refused.get() : decided(ledger.find(id).orElseThrow(), decision, by);
    }

    /** Decides about a question however it has moved on. */
    public Ruling decide(String id, Decision decision, String by) throws InterruptedException {
        return decide(id, Ledger.ANY_VERSION, decision, by);
    }

    private Ruling decided(Ticket ticket, Decision decision, String by) throws InterruptedException {
        var entry = new Entry.Decided(ticket.question().id(), decision, by, clock.instant());
        return ruled(ticket, List.of(entry), () -> {
            carryOut(ticket, entry);
            witness.decided(decision.word());
        });
    }

    private void carryOut(Ticket ticket, Entry.Decided entry) {
        boolean withdrawnBefore = ticket.standing() instanceof Standing.Withdrawn;
        ledger.decide(ticket, entry).forEach(this::enterLine);
        if (!withdrawnBefore && ticket.standing() instanceof Standing.Withdrawn gone) witness.withdrawn(ticket.question(), gone.why());
        if (ticket.standing() instanceof Standing.Held held) witness.held(ticket.question(), held.why());
    }

    /** A person answers in the service's stead. */
    public Ruling answerByHand(String id, long seen, Answer answer) throws InterruptedException {
        var refused = ledger.mayAnswer(id, seen);
        if (refused.isPresent()) return refused.get();
        var ticket = ledger.find(id).orElseThrow();
        var given = new Standing.Answered(answer, clock.instant());
        return ruled(ticket, List.of(new Entry.Answered(id, answer, given.at())), () -> {
            answered(ticket, given);
            witness.decided("answer");
        });
    }

    /** Takes nothing more of the asker of this question, and withdraws what waits; {@code until} empty: until lifted. */
    public Ruling ban(String id, String by) throws InterruptedException {
        var ticket = ledger.find(id).orElse(null);
        if (ticket == null) return new Ruling.Unknown(id);
        var asker = ticket.question().asker();
        if (!asker.isKnown()) return new Ruling.Impossible("nobody can tell this asker from others: nobody to ban");
        var refused = ban(asker.key(), ticket.question().author(), by, Optional.empty());
        return refused.isPresent() ? refused.get() : new Ruling.Done(ticket);
    }

    /** Empty when done. */
    public Optional<Ruling> ban(String key, String name, String by, Optional<Instant> until) throws InterruptedException {
        var ban = new Entry.Banned(key, name, by, clock.instant(), until);
        var entries = new ArrayList<Entry>(List.of(ban));
        ledger.unsettledOf(key).forEach(ticket -> entries.add(new Entry.Decided(ticket.question().id(), Decision.BANNED, by, ban.at())));
        return changedAll(entries, "ban");
    }

    /** Hears the asker again, and brings back what the ban withdrew; empty when done. */
    public Optional<Ruling> lift(String key, String by) throws InterruptedException {
        if (ledger.bans().stream().noneMatch(ban -> ban.key().equals(key))) return Optional.of(new Ruling.Unknown(key));
        var entries = new ArrayList<Entry>(List.of(new Entry.Lifted(key, by, clock.instant())));
        ledger.bannedOf(key).forEach(ticket -> entries.add(new Entry.Decided(ticket.question().id(), Decision.RESTORE, by, clock.instant())));
        return changedAll(entries, "lift");
    }

    private Optional<Ruling> changedAll(List<Entry> entries, String what) throws InterruptedException {
        var ruling = ruled(null, entries, () -> {
            entries.forEach(this::carryOut);
            witness.decided(what);
        });
        return ruling instanceof Ruling.Done ? Optional.empty() : Optional.of(ruling);
    }

    private void carryOut(Entry entry) {
        if (entry instanceof Entry.Decided decided) ledger.find(decided.id()).ifPresent(ticket -> carryOut(ticket, decided));
        else ledger.replay(entry);
    }

    private Ruling ruled(Ticket ticket, List<Entry> entries, Runnable change) throws InterruptedException {
        var ruling = new CompletableFuture<Ruling>();
        log.append(entries, failure -> {
            if (failure == null) change.run();
            if (ticket != null) ledger.decided(ticket);
            ruling.complete(failure == null ? new Ruling.Done(ticket) : new Ruling.NotKept(failure.getMessage()));
        });
        try {
            return ruling.get();
        } catch (ExecutionException e) {
            throw new AssertionError("never completed exceptionally", e);
        }
    }

    /** The ticket of an accepted question, unless it was settled so long ago that it is forgotten. */
    public Optional<Ticket> find(String id) {
        return ledger.find(id);
    }

    public Place place(Ticket ticket) {
        return ledger.place(ticket);
    }

    public int waiting() {
        return ledger.waiting();
    }

    public int held() {
        return ledger.heldCount();
    }

    /** The first in line that viewers may see. */
    public List<Ticket> firstInLine(int count) {
        return ledger.firstShownInLine(count);
    }

    /** The last answers that viewers may see, newest first; who asked the same as another is told apart from them. */
    public List<Ticket> lastAnswers(int count) {
        return ledger.lastShown(10 * count).stream().filter(ticket -> ticket.isAnswered() && ticket.joined().isEmpty()).limit(count).toList();
    }

    /** All settled ones that are remembered, newest first, whoever joined included. */
    public List<Ticket> lastSettled(int count) {
        return ledger.lastShown(count);
    }

    /** All that are kept and hold this in id, author, words or answer, the newest first. */
    public List<Ticket> search(String text, int count) {
        return ledger.search(Sought.of(text), count);
    }

    public List<Ticket> heldQuestions() {
        return ledger.held();
    }

    public List<Ban> bans() {
        return ledger.bans();
    }

    public Duration oldestWait() {
        return ledger.oldestWait(clock.instant());
    }

    /** How many work on the questions, for telling how long they take. */
    public void staffed(int workers) {
        ledger.staffed(workers);
    }

    /** Why nothing can be written just now, if so. */
    public Optional<String> trouble() {
        return log.trouble();
    }

    int remembersTickets() {
        return ledger.size();
    }

    public void stop() throws IOException, InterruptedException {
        log.stop();
    }
}
