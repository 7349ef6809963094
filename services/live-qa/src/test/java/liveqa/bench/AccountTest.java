package liveqa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccountTest {
    private final Account account = new Account();

    @Test
    void addsUpWhenEveryQuestionEndedAndItsAskerWasTold() {
        ends(Outcome.ANSWERED, 0.010);
        ends(Outcome.SHED, 0.020);
        assertThat(account.addsUp()).isTrue();
    }

    @Test
    void doesNotAddUpWhenOneNeverEnded() {
        ends(Outcome.ANSWERED, 0.010);
        account.sent();
        assertThat(account.addsUp()).isFalse();
        assertThat(account.table()).contains("sent 2, ended 1: DOES NOT ADD UP");
    }

    @Test
    void doesNotAddUpWhenOneWasToldNothing() {
        account.sent();
        account.ended(Outcome.BROKEN, 0.010, "reset");
        assertThat(account.addsUp()).isFalse();
        assertThat(account.table()).contains("1 times the connection ended without a word: reset");
    }

    @Test
    void tellsHowLongEachOutcomeTook() {
        for (int i = 1; i <= 100; i++) ends(Outcome.ANSWERED, i / 1000.0);
        ends(Outcome.SHED, 0.5);
        assertThat(account.json().toString()).contains("\"answered\":{\"count\":100,\"p50Millis\":50.0,\"p95Millis\":95.0,\"p99Millis\":99.0,\"maxMillis\":100.0}")
                .contains("\"shed\":{\"count\":1,\"p50Millis\":500.0");
    }

    @Test
    void memoryThatGrowsBySixMegabytesAMinuteGrowsBy360AnHour() {
        var memory = new Memory();
        for (int minute = 0; minute < 10; minute++) memory.seen(60.0 * minute, 100 + 6.0 * minute);
        assertThat(memory.slopePerHour()).isBetween(359.0, 361.0);
        assertThat(memory.start()).isEqualTo(100);
        assertThat(memory.end()).isEqualTo(154);
    }

    private void ends(Outcome outcome, double seconds) {
        account.sent();
        account.ended(outcome, seconds, "");
    }
}
