package koboshi.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private static Request at(int second, boolean answered) {
        return new Request(T0.plusSeconds(second), Duration.ofMillis(500), answered);
    }

    @Test
    void theOutageLastsFromTheFirstLostRequestToTheFirstAnswerAfterTheLast() {
        var ledger = new Ledger(List.of(at(0, true), at(1, false), at(2, true), at(3, false), at(4, true), at(5, true)));

        assertThat(ledger.total()).isEqualTo(6);
        assertThat(ledger.failed()).isEqualTo(2);
        assertThat(ledger.firstFailed()).contains(T0.plusSeconds(1));
        assertThat(ledger.answeringAgain()).contains(T0.plusMillis(4_500));
        assertThat(ledger.outage()).contains(Duration.ofMillis(3_500));
    }

    @Test
    void theOrderInWhichRequestsWereNotedDoesNotMatter() {
        assertThat(new Ledger(List.of(at(3, true), at(1, false), at(2, false))).outage()).contains(Duration.ofMillis(2_500));
    }

    @Test
    void whatNeverAnswersAgainHasNoEnd() {
        var ledger = new Ledger(List.of(at(0, true), at(1, false)));
        assertThat(ledger.answeringAgain()).isEmpty();
        assertThat(ledger.outage()).isEmpty();
    }

    @Test
    void withoutALossThereIsNoOutage() {
        assertThat(new Ledger(List.of(at(0, true), at(1, true))).outage()).isEmpty();
        assertThat(new Ledger(List.of()).firstFailed()).isEmpty();
    }

    @Test
    void onlyWhatWasLostBeforeTheMomentCounts() {
        var ledger = new Ledger(List.of(at(0, false), at(1, false), at(2, true)));
        assertThat(ledger.failedBefore(T0.plusSeconds(1))).isEqualTo(1);
        assertThat(ledger.failedBefore(T0)).isZero();
    }
}
