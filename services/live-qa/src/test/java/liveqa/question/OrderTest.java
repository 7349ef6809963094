package liveqa.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {
    private static final Instant NOW = Instant.parse("2026-04-01T10:00:00Z");
    private final Order order = new Order(Set.of(Rank.PAID));
    private int arrivals;

    private Ticket join(Channel channel, String asker, Rank rank) {
        var ticket = Ticket.kept(new Question(channel.word() + arrivals, asker, "text", channel, NOW, new Asker(asker, rank)));
        ticket.arrival = arrivals++;
        order.add(ticket);
        return ticket;
    }

    private Ticket join(Channel channel, String asker) {
        return join(channel, asker, Rank.VIEWER);
    }

    private List<Ticket> takeAll() {
        var taken = new ArrayList<Ticket>();
        for (var next = order.take(); next.isPresent(); next = order.take()) taken.add(next.get());
        return taken;
    }

    @Test
    void firstComeFirstServed() {
        var first = join(Channel.PAGE, "a");
        var second = join(Channel.YOUTUBE, "b");
        var third = join(Channel.PAGE, "c");
        assertThat(takeAll()).containsExactly(first, second, third);
    }

    @Test
    void aSecondQuestionWaitsUntilEveryoneHasHadAFirst() {
        var one = join(Channel.PAGE, "eager");
        var two = join(Channel.PAGE, "eager");
        var three = join(Channel.PAGE, "eager");
        var shy = join(Channel.PAGE, "shy");
        assertThat(takeAll()).containsExactly(one, shy, two, three);
    }

    @Test
    void aFloodOfOneChannelLeavesEveryFourthTurnToTheOthers() {
        for (int i = 0; i < 100; i++) join(Channel.YOUTUBE, "y" + i);
        var page = List.of(join(Channel.PAGE, "p1"), join(Channel.PAGE, "p2"));
        assertThat(takeAll().subList(0, 8)).containsAll(page);
    }

    @Test
    void aCallerWaitsForAtMostTwoOthersAndCallersDoNotTakeAllTurns() {
        for (int i = 0; i < 10; i++) join(Channel.PAGE, "p" + i);
        var callers = List.of(join(Channel.PHONE, "c1"), join(Channel.PHONE, "c2"));
        assertThat(takeAll().stream().map(callers::contains).limit(5)).containsExactly(true, false, false, true, false);
    }

    @Test
    void whatIsPinnedGoesFirst() {
        join(Channel.PHONE, "c");
        join(Channel.PAGE, "a");
        var pinned = join(Channel.PAGE, "b");
        order.pin(pinned, true);
        assertThat(order.sequence().getFirst()).isSameAs(pinned);
        order.pin(pinned, false);
        assertThat(order.sequence().getLast()).isSameAs(pinned);
    }

    @Test
    void thoseWhoseRankGoesAheadLeaveEveryFourthTurnToTheOthers() {
        for (int i = 0; i < 4; i++) join(Channel.YOUTUBE, "v" + i);
        for (int i = 0; i < 8; i++) join(Channel.YOUTUBE, "paid" + i, Rank.PAID);
        assertThat(takeAll().stream().map(ticket -> ticket.question().asker().rank() == Rank.PAID).limit(8))
                .containsExactly(true, true, true, false, true, true, true, false);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theSequenceShownIsTheOneThatHappens(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            var ticket = join(Channel.values()[random.nextInt(6)], "a" + random.nextInt(30), Rank.values()[random.nextInt(3)]);
            if (random.nextInt(40) == 0) order.pin(ticket, true);
            if (random.nextInt(3) == 0) order.take();
            if (random.nextInt(20) == 0) order.remove(ticket);
        }
        var told = List.copyOf(order.sequence());
        assertThat(told).hasSize(order.size());
        for (int place = 1; place <= told.size(); place++) assertThat(order.place(told.get(place - 1))).isEqualTo(place);
        assertThat(takeAll()).isEqualTo(told);
        assertThat(order.size()).isZero();
    }
}
