package liveqa.question;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Who is next.
 *
 * <ol>
 * <li>What a moderator pinned, in the order of pinning.
 * <li>A caller on the telephone, unless one of the last two turns was a caller's.
 * <li>Those whose rank goes ahead, if any does, but no more than three in a row while others wait.
 * <li>First come, first served; but somebody's second question waits until everyone who was there has had a first, and no
 *     channel has more than three turns in a row while another waits.
 * </ol>
 */
final class Order {
    private static final int IN_A_ROW = 3;
    private static final int BETWEEN_CALLERS = 2;
    private static final Comparator<Ticket> FIRST_COME = Comparator.<Ticket>comparingLong(ticket -> ticket.round).thenComparingLong(ticket -> ticket.arrival);

    /** One lane for each channel, and for those who go ahead in it. */
    private record Lane(Channel channel, boolean ahead) {}

    /** What the last turns mean for the next. */
    private record History(Channel channel, int inARow, int sinceCaller, int aheadInARow) {
        History then(Lane lane) {
            return new History(lane.channel, lane.channel == channel ? inARow + 1 : 1,
                    lane.channel == Channel.PHONE ? 0 : sinceCaller + 1, lane.ahead ? aheadInARow + 1 : 0);
        }
    }

    private final Set<Rank> ahead;
    private final LinkedHashSet<Ticket> pinned = new LinkedHashSet<>();
    private final Map<Lane, TreeSet<Ticket>> lanes = new HashMap<>();
    /** Of those who wait: the round of each asker's last question. */
    private final Map<String, Long> lastRounds = new HashMap<>();
    private final Map<String, Integer> questionsOf = new HashMap<>();
    private History history = new History(null, 0, BETWEEN_CALLERS, 0);
    private long round;
    private int size;
    private List<Ticket> sequence;
    private Map<Ticket, Integer> places;

    Order(Set<Rank> ahead) {
        this.ahead = ahead;
        for (var channel : Channel.values()) {
            lanes.put(new Lane(channel, false), new TreeSet<>(FIRST_COME));
            lanes.put(new Lane(channel, true), new TreeSet<>(FIRST_COME));
        }
    }

    void add(Ticket ticket) {
        var asker = ticket.question().asker();
        ticket.round = asker.isKnown() ? Math.max(round, lastRounds.getOrDefault(asker.key(), round - 1) + 1) : round;
        if (asker.isKnown()) {
            lastRounds.put(asker.key(), ticket.round);
            questionsOf.merge(asker.key(), 1, Integer::sum);
        }
        if (ticket.pinned) pinned.add(ticket);
        else lane(ticket).add(ticket);
        size++;
        changed();
    }

    boolean remove(Ticket ticket) {
        if (!pinned.remove(ticket) && !lane(ticket).remove(ticket)) return false;
        var asker = ticket.question().asker();
        if (asker.isKnown() && questionsOf.merge(asker.key(), -1, Integer::sum) == 0) {
            questionsOf.remove(asker.key());
            lastRounds.remove(asker.key());
        }
        size--;
        changed();
        return true;
    }

    void pin(Ticket ticket, boolean on) {
        ticket.pinned = on;
        if (on && lane(ticket).remove(ticket)) pinned.add(ticket);
        if (!on && pinned.remove(ticket)) lane(ticket).add(ticket);
        changed();
    }

    private TreeSet<Ticket> lane(Ticket ticket) {
        return lanes.get(laneOf(ticket));
    }

    private Lane laneOf(Ticket ticket) {
        return new Lane(ticket.question().channel(), ahead.contains(ticket.question().asker().rank()));
    }

    private void changed() {
        sequence = null;
        places = null;
    }

    /** Takes the next from the line. */
    Optional<Ticket> take() {
        var next = pinned.isEmpty() ? next(heads(), history) : pinned.getFirst();
        if (next == null) return Optional.empty();
        if (!next.pinned) history = history.then(laneOf(next));
        round = Math.max(round, next.round);
        remove(next);
        return Optional.of(next);
    }

    private List<Ticket> heads() {
        var heads = new ArrayList<Ticket>();
        for (var lane : lanes.values()) {
            if (!lane.isEmpty()) heads.add(lane.getFirst());
        }
        return heads;
    }

    /** The rule, among the first of each lane. */
    private Ticket next(List<Ticket> heads, History history) {
        var caller = heads.stream().filter(head -> head.question().channel() == Channel.PHONE).min(FIRST_COME);
        if (caller.isPresent() && history.sinceCaller >= BETWEEN_CALLERS) return caller.get();
        var may = without(heads, head -> history.inARow >= IN_A_ROW && head.question().channel() == history.channel);
        boolean anyAhead = may.stream().anyMatch(head -> laneOf(head).ahead);
        var first = without(may, head -> anyAhead && laneOf(head).ahead == history.aheadInARow >= IN_A_ROW);
        return first.stream().min(FIRST_COME).orElse(null);
    }

    /** Those left, or all when none would be. */
    private static List<Ticket> without(List<Ticket> heads, Predicate<Ticket> excluded) {
        var left = heads.stream().filter(excluded.negate()).toList();
        return left.isEmpty() ? heads : left;
    }

    /** All who wait, in the order in which they would be taken if nobody else came. */
    List<Ticket> sequence() {
        if (sequence == null) sequence = played();
        return sequence;
    }

    private List<Ticket> played() {
        var all = new ArrayList<>(pinned);
        var rest = new HashMap<Lane, Iterator<Ticket>>();
        var heads = new HashMap<Lane, Ticket>();
        lanes.forEach((lane, tickets) -> {
            if (tickets.isEmpty()) return;
            rest.put(lane, tickets.iterator());
            heads.put(lane, rest.get(lane).next());
        });
        for (var then = history; !heads.isEmpty(); ) {
            var next = heads.size() == 1 ? heads.values().iterator().next() : next(List.copyOf(heads.values()), then);
            var lane = laneOf(next);
            all.add(next);
            then = then.then(lane);
            if (rest.get(lane).hasNext()) heads.put(lane, rest.get(lane).next());
            else heads.remove(lane);
        }
        return all;
    }

    /** From 1; 0 for one that is not in the line. */
    int place(Ticket ticket) {
        if (places == null) {
            places = new HashMap<>();
            for (var waiting : sequence()) places.put(waiting, places.size() + 1);
        }
        return places.getOrDefault(ticket, 0);
    }

    int size() {
        return size;
    }
}
