package liveqa.question;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which questions there are and where each stands; every method is one step that nobody sees half done. */
final class Ledger {
    /** Held ones and joined ones cost memory, not workers: their bounds are their own. */
    private static final int MOST_HELD = 1_000;
    private static final int JOINED_PER_PLACE = 10;
    /** For deciders that see no versions: a platform that deletes a message means it however the question has moved on. */
    static final long ANY_VERSION = -1;

    private final LinkedHashMap<String, Ticket> tickets = new LinkedHashMap<>();
    private final LinkedHashSet<Ticket> answering = new LinkedHashSet<>();
    private final LinkedHashSet<Ticket> held = new LinkedHashSet<>();
    private final Remembered remembered = new Remembered();
    private final Bans bans = new Bans();
    private final Stage speech;
    private final Outlook outlook;
    private final Order order;
    private final Rules rules;
    private final LongSupplier nanos;
    private final int bound;
    /** Admitted, on their way to the disk. */
    private int beingWritten;
    private int joined;
    private long arrivals;
    private long version;

    Ledger(int bound) {
        this(bound, Rules.PLAIN, System::nanoTime);
    }

    Ledger(int bound, Rules rules, LongSupplier nanos) {
        this.bound = bound;
        this.rules = rules;
        this.nanos = nanos;
        this.order = new Order(rules.ahead());
        this.speech = new Stage(nanos);
        this.outlook = new Outlook(speech);
    }

    Stage speech() {
        return speech;
    }

    synchronized void staffed(int workers) {
        outlook.staffed(workers);
    }

    /** Versions of an earlier run must not be taken for this one's. */
    synchronized void versionsFrom(long first) {
        version = first;
    }

    synchronized void replay(Entry entry) {
        switch (entry) {
            case Entry.Asked asked -> enter(added(Ticket.kept(asked.question())), asked);
            // The question of an answer or a decision may have been forgotten by an earlier compaction.
            case Entry.Answered given -> known(given.id()).ifPresent(ticket -> answer(ticket, new Standing.Answered(given.answer(), given.at())));
            case Entry.Decided decided -> known(decided.id()).ifPresent(ticket -> decide(ticket, decided));
            case Entry.Banned banned -> bans.add(banned);
            case Entry.Lifted lifted -> bans.lift(lifted.id());
        }
    }

    private Optional<Ticket> known(String id) {
        return Optional.ofNullable(tickets.get(id));
    }

    private Ticket added(Ticket ticket) {
        ticket.arrival = arrivals++;
        tickets.put(ticket.question().id(), ticket);
        return ticket;
    }

    /** Those the log knows no end of, in the order of the line. */
    synchronized List<Ticket> broughtBack() {
        return List.copyOf(order.sequence());
    }

    /** The earlier ticket of the same id, or room for this one, or none. */
    synchronized Admission admit(Ticket ticket, Optional<HoldReason> hold, Instant now) {
        var earlier = tickets.get(ticket.question().id());
        if (earlier != null) return new Admission.Known(earlier);
        if (bans.bars(ticket.question().asker(), now)) return new Admission.Barred();
        var alike = hold.isPresent() ? null : alike(ticket);
        boolean room = hold.isPresent() ? held.size() < MOST_HELD : alike != null ? joined < JOINED_PER_PLACE * bound : waiting() < bound;
        if (!room) return new Admission.Full(roomAfter());
        added(ticket);
        ticket.acceptedNanos = nanos.getAsLong();
        beingWritten++;
        return new Admission.Fresh(new Entry.Asked(ticket.question(), hold, Optional.ofNullable(alike).map(other -> other.question().id())));
    }

    /** The first in line that asks the same. */
    private Ticket alike(Ticket ticket) {
        if (!rules.joinsAlike() || !ticket.question().channel().shown()) return null;
        ticket.likeness = Likeness.of(ticket.question().text());
        for (var waiting : order.sequence()) {
            if (waiting.likeness != null && waiting.likeness.isLike(ticket.likeness)) return waiting;
        }
        return null;
    }

    /** Its entry is on the disk. */
    synchronized void enters(Ticket ticket, Entry.Asked entry) {
        beingWritten--;
        enter(ticket, entry);
        var place = place(ticket);
        ticket.promisedSeconds = place.expectedWait().toNanos() / 1e9;
        ticket.promisedSpeechSeconds = place.spoken().map(spoken -> spoken.expectedWait().toNanos() / 1e9).orElse(0.0);
    }

    private void enter(Ticket ticket, Entry.Asked entry) {
        ticket.changed(++version);
        var other = entry.joins().map(tickets::get).orElse(null);
        if (entry.hold().isPresent()) hold(ticket, entry.hold().get(), entry.question().askedAt());
        else if (other == null || other.standing() instanceof Standing.Withdrawn) toLine(ticket);
        else if (other.standing() instanceof Standing.Answered answered) settle(ticket, answered);
        else join(ticket, other);
    }

    private void join(Ticket ticket, Ticket other) {
        ticket.join(other);
        other.changed(++version);
        joined++;
    }

    private void hold(Ticket ticket, HoldReason why, Instant since) {
        ticket.moveTo(new Standing.Held(why, since));
        held.add(ticket);
    }

    private void toLine(Ticket ticket) {
        if (rules.joinsAlike() && ticket.likeness == null && ticket.question().channel().shown()) ticket.likeness = Likeness.of(ticket.question().text());
        ticket.moveTo(new Standing.Waiting(ticket.arrival));
        order.add(ticket);
    }

    /** Its entry could not be written: it was never here. */
    synchronized void drop(Ticket ticket) {
        tickets.remove(ticket.question().id());
        beingWritten--;
    }

    /** The next in line, whose turn it is from now on. */
    synchronized Optional<Ticket> begin(Instant now) {
        var next = order.take();
        next.ifPresent(ticket -> {
            ticket.moveTo(new Standing.Answering(now));
            ticket.begunNanos = nanos.getAsLong();
            answering.add(ticket);
        });
        return next;
    }

    /** What came of an answer: nothing when the question had been settled before. */
    synchronized List<Ticket> answer(Ticket ticket, Standing.Answered given) {
        if (ticket.isSettled()) return List.of();
        if (answering.remove(ticket)) outlook.answered((nanos.getAsLong() - ticket.begunNanos) / 1e9);
        order.remove(ticket);
        held.remove(ticket);
        var all = new ArrayList<Ticket>();
        all.add(ticket);
        all.addAll(ticket.followers);
        joined -= ticket.followers.size();
        ticket.followers.clear();
        if (ticket.question().channel().shown()) speech.enters(ticket.question().id());
        all.forEach(one -> settle(one, given));
        return all;
    }

    private void settle(Ticket ticket, Standing settled) {
        ticket.moveTo(settled);
        ticket.changed(++version);
        ticket.likeness = null;
        remembered.add(ticket).ifPresent(oldest -> tickets.remove(oldest.question().id()));
    }

    /** Whether the decision fits where the question stands now; if so nobody else decides until {@link #decided}. */
    synchronized Optional<Ruling> mayDecide(String id, long seen, Decision decision) {
        var ticket = tickets.get(id);
        if (ticket == null || !ticket.isKept()) return Optional.of(new Ruling.Unknown(id));
        if (ticket.deciding || seen != ANY_VERSION && ticket.version() != seen) return Optional.of(new Ruling.Stale(ticket));
        if (!fits(ticket, decision)) return Optional.of(new Ruling.Impossible("the question is " + Standings.word(ticket) + ": nothing to " + decision.word()));
        ticket.deciding = true;
        return Optional.empty();
    }

    private static boolean fits(Ticket ticket, Decision decision) {
        boolean leads = ticket.joined().isEmpty();
        return switch (ticket.standing()) {
            case Standing.Waiting _ -> switch (decision) {
                case HOLD -> leads;
                case PIN -> leads && !ticket.pinned;
                case UNPIN -> leads && ticket.pinned;
                case SKIP, DELETE, BANNED -> true;
                case RELEASE, RESTORE -> false;
            };
            case Standing.Held _ -> decision == Decision.RELEASE && leads || withdraws(decision);
            case Standing.Answering _ -> withdraws(decision);
            case Standing.Withdrawn _ -> decision == Decision.RESTORE;
            // A given answer can be taken back: it is shown and spoken no longer.
            case Standing.Answered _ -> decision == Decision.SKIP || decision == Decision.DELETE;
        };
    }

    private static boolean withdraws(Decision decision) {
        return decision == Decision.SKIP || decision == Decision.DELETE || decision == Decision.BANNED;
    }

    synchronized Optional<Ruling> mayAnswer(String id, long seen) {
        var ticket = tickets.get(id);
        boolean open = ticket != null && (ticket.standing() instanceof Standing.Waiting || ticket.standing() instanceof Standing.Held);
        return ticket == null || !ticket.isKept() || open ? mayDecide(id, seen, Decision.SKIP)
                : Optional.of(new Ruling.Impossible("the question is " + Standings.word(ticket) + ": too late to answer it by hand"));
    }

    synchronized void decided(Ticket ticket) {
        ticket.deciding = false;
    }

    /** Carries out what is on the disk; the tickets that came back to the line, if any. */
    synchronized List<Ticket> decide(Ticket ticket, Entry.Decided entry) {
        if (!fits(ticket, entry.decision())) return List.of();
        ticket.decided(entry.decision());
        ticket.changed(++version);
        return switch (entry.decision()) {
            case PIN, UNPIN -> {
                order.pin(ticket, entry.decision() == Decision.PIN);
                yield List.of();
            }
            case HOLD -> {
                order.remove(ticket);
                hold(ticket, HoldReason.MODERATOR, entry.at());
                yield List.of();
            }
            case RELEASE -> {
                held.remove(ticket);
                toLine(ticket);
                yield List.of(ticket);
            }
            case SKIP -> withdraw(ticket, Withdrawal.SKIPPED, entry.at(), false);
            case DELETE -> withdraw(ticket, Withdrawal.DELETED, entry.at(), true);
            case BANNED -> withdraw(ticket, Withdrawal.BANNED, entry.at(), true);
            case RESTORE -> {
                remembered.remove(ticket);
                yield back(ticket, entry.at());
            }
        };
    }

    private List<Ticket> back(Ticket ticket, Instant at) {
        if (ticket.heldBefore != null) {
            hold(ticket, ticket.heldBefore, at);
            return List.of();
        }
        toLine(ticket);
        return List.of(ticket);
    }

    /** When one asker goes, whoever joined keeps the place; what a moderator passes over is passed over for all who asked it. */
    private List<Ticket> withdraw(Ticket ticket, Withdrawal why, Instant at, boolean othersStay) {
        ticket.heldBefore = ticket.standing() instanceof Standing.Held(HoldReason before, Instant _) ? before : null;
        order.remove(ticket);
        held.remove(ticket);
        answering.remove(ticket);
        remembered.remove(ticket);
        speech.leaves(ticket.question().id());
        var others = List.copyOf(ticket.followers);
        ticket.followers.clear();
        joined -= others.size();
        var other = ticket.joined().orElse(null);
        if (other != null && other.followers.remove(ticket)) {
            joined--;
            other.shareAskers(other.askers() - 1);
        }
        ticket.leave();
        settle(ticket, new Standing.Withdrawn(why, at));
        others.forEach(Ticket::leave);
        if (othersStay) return others.isEmpty() ? List.of() : promoted(others);
        others.forEach(follower -> settle(follower, new Standing.Withdrawn(why, at)));
        return List.of();
    }

    private List<Ticket> promoted(List<Ticket> others) {
        var first = others.getFirst();
        toLine(first);
        for (var rest : others.subList(1, others.size())) join(rest, first);
        return List.of(first);
    }

    /** The questions that go with the asker. */
    synchronized List<Ticket> unsettledOf(String key) {
        return of(key).filter(ticket -> !ticket.isSettled()).toList();
    }

    /** The questions that come back with the asker. */
    synchronized List<Ticket> bannedOf(String key) {
        return of(key).filter(ticket -> ticket.standing() instanceof Standing.Withdrawn(Withdrawal why, Instant _) && why == Withdrawal.BANNED).toList();
    }

    private Stream<Ticket> of(String key) {
        return List.copyOf(tickets.values()).stream().filter(ticket -> ticket.isKept() && ticket.question().asker().key().equals(key));
    }

    synchronized List<Ban> bans() {
        return bans.all().stream().map(ban -> new Ban(ban.id(), ban.name(), ban.by(), ban.at(), ban.until())).toList();
    }

    /** What a compacted log holds. A question whose own entry is still to come must not stand there twice. */
    synchronized List<Entry> whatMatters() {
        return Stream.concat(bans.inOrder().stream(), tickets.values().stream().filter(Ticket::isKept).flatMap(Ledger::entries)).toList();
    }

    private static Stream<Entry> entries(Ticket ticket) {
        var question = ticket.question();
        var joins = ticket.isSettled() ? Optional.<String>empty() : ticket.joined().map(other -> other.question().id());
        var asked = new Entry.Asked(question, Optional.empty(), joins);
        if (joins.isPresent()) return Stream.of(asked);
        return switch (ticket.standing()) {
            case Standing.Held(HoldReason why, Instant _) -> Stream.of(new Entry.Asked(question, Optional.of(why), joins));
            case Standing.Answered(var answer, Instant at) -> Stream.of(asked, new Entry.Answered(asked.id(), answer, at));
            case Standing.Withdrawn(Withdrawal why, Instant at) -> Stream.of(new Entry.Asked(question, Optional.ofNullable(ticket.heldBefore), joins), new Entry.Decided(asked.id(), decision(why), "", at));
            case Standing.Waiting _, Standing.Answering _ -> ticket.pinned
                    ? Stream.of(asked, new Entry.Decided(asked.id(), Decision.PIN, "", question.askedAt())) : Stream.of(asked);
        };
    }

    private static Decision decision(Withdrawal why) {
        return switch (why) {
            case SKIPPED -> Decision.SKIP;
            case DELETED -> Decision.DELETE;
            case BANNED -> Decision.BANNED;
        };
    }

    synchronized Optional<Ticket> find(String id) {
        return Optional.ofNullable(tickets.get(id)).filter(Ticket::isKept);
    }

    synchronized Place place(Ticket ticket) {
        var own = ticket.joined().filter(_ -> !ticket.isSettled()).orElse(ticket);
        return switch (own.standing()) {
            case Standing.Waiting _ -> placeOf(order.place(own));
            case Standing.Answering _ -> Place.of(0, outlook.ofOneUnderWay((nanos.getAsLong() - own.begunNanos) / 1e9, underWay()));
            case Standing.Answered _ -> placeOnStage(speech.before(own.question().id()));
            case Standing.Held _, Standing.Withdrawn _ -> Place.NONE;
        };
    }

    private Place placeOf(int place) {
        return place == 0 ? Place.NONE : Place.of(place, outlook.waits(place, underWay()));
    }

    private Place placeOnStage(int before) {
        return before < 0 ? Place.NONE : Place.of(0, outlook.ofOneAnswered(before));
    }

    private double[] underWay() {
        long now = nanos.getAsLong();
        return answering.stream().mapToDouble(ticket -> (now - ticket.begunNanos) / 1e9).toArray();
    }

    /** How long until a tenth of a full line has moved on. */
    private Duration roomAfter() {
        return Duration.ofNanos((long) (outlook.waits(Math.max(1, bound / 10), underWay()).answered() * 1e9));
    }

    /** Not yet taken up, together with those just being written: what the bound is about. */
    synchronized int waiting() {
        return order.size() + beingWritten;
    }

    synchronized int heldCount() {
        return held.size();
    }

    synchronized List<Ticket> held() {
        return List.copyOf(held);
    }

    synchronized int remembered() {
        return remembered.size();
    }

    /** Being answered first, then the line in its order. */
    synchronized List<Ticket> firstShownInLine(int count) {
        return Stream.concat(answering.stream(), order.sequence().stream()).filter(ticket -> ticket.question().channel().shown()).limit(count).toList();
    }

    synchronized List<Ticket> lastShown(int count) {
        return remembered.lastShown(count);
    }

    /** The newest first. */
    synchronized List<Ticket> search(Predicate<Ticket> wanted, int count) {
        return tickets.sequencedValues().reversed().stream().filter(Ticket::isKept).filter(wanted).limit(count).toList();
    }

    synchronized Duration oldestWait(Instant now) {
        return order.sequence().stream().map(ticket -> ticket.question().askedAt()).min(Instant::compareTo)
                .map(asked -> Duration.between(asked, now)).orElse(Duration.ZERO);
    }

    synchronized int size() {
        return tickets.size();
    }
}
