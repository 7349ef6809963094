package liveqa.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import liveqa.answer.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
    private static final Instant NOW = Instant.parse("2026-04-01T10:00:00Z");

    private static Ticket ticket(int number, Channel channel) {
        return Ticket.kept(new Question("q" + number, "花子", "text", channel, NOW));
    }

    private static boolean enters(Ledger ledger, Ticket ticket) {
        if (!(ledger.admit(ticket, Optional.empty(), NOW) instanceof Admission.Fresh(Entry.Asked entry))) return false;
        ledger.enters(ticket, entry);
        return true;
    }

    private static void answered(Ledger ledger, Ticket ticket) {
        enters(ledger, ticket);
        assertThat(ledger.begin(NOW)).contains(ticket);
        answer(ledger, ticket);
    }

    private static void answer(Ledger ledger, Ticket ticket) {
        ledger.answer(ticket, new Standing.Answered(new Answer.NotFound(), NOW));
    }

    @Test
    void probesDoNotPushOutWhatViewersWereAnswered() {
        var ledger = new Ledger(10);
        answered(ledger, ticket(0, Channel.PAGE));
        for (int i = 1; i < 20_000; i++) answered(ledger, ticket(i, Channel.PROBE));
        assertThat(ledger.find("q0")).isPresent();
        assertThat(ledger.find("q1")).isEmpty();
        assertThat(ledger.find("q19999")).isPresent();
        assertThat(ledger.whatMatters()).hasSize(2 * 501);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void thePlaceIsTheNumberOfThoseUpToAndIncludingOneself(long seed) {
        var random = new Random(seed);
        var ledger = new Ledger(1 + random.nextInt(40));
        var line = new ArrayDeque<Ticket>();
        var begun = new ArrayList<Ticket>();
        for (int i = 0; i < 2000; i++) {
            if (random.nextInt(5) < 3) {
                var fresh = ticket(i, Channel.HTTP);
                if (enters(ledger, fresh)) line.add(fresh);
            } else if (!line.isEmpty()) {
                assertThat(ledger.begin(NOW)).contains(line.peek());
                begun.add(line.remove());
            } else if (!begun.isEmpty()) {
                answer(ledger, begun.removeLast());
            }
            int place = 1;
            for (var waiting : line) assertThat(ledger.place(waiting).place()).isEqualTo(place++);
            assertThat(ledger.waiting()).isEqualTo(line.size());
        }
    }
}
