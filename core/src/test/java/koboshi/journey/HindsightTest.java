package koboshi.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import koboshi.journey.Hindsight.Fall;
import koboshi.journey.Hindsight.Past;
import org.junit.jupiter.api.Test;

class HindsightTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** An hour of a run a second that takes 50 ms; each 100th is lost, and from the 30th minute on for one minute each hangs for two seconds. */
    private static List<Past> hour() {
        var past = new ArrayList<Past>();
        for (int second = 0; second < 3600; second++) {
            boolean hangs = second >= 1800 && second < 1860;
            boolean lost = second % 100 == 50;
            var took = Duration.ofMillis(hangs ? 2000 : 50);
            past.add(new Past(START.plusSeconds(second).plus(took), took, !hangs && !lost));
        }
        return past;
    }

    private static final List<Fall> FALLS = List.of(new Fall(START.plusSeconds(1800), START.plusSeconds(1865)));

    private static Check check(int seconds, int timeoutMillis, int count) {
        return new Check(Duration.ofSeconds(seconds), Duration.ofMillis(timeoutMillis), count);
    }

    @Test
    void oneFailedRunIsTooNervousForALineThatLosesSome() {
        assertThat(Hindsight.of(check(1, 3000, 1), hour(), FALLS).falseMoves()).isEqualTo(35);
        assertThat(Hindsight.of(check(1, 3000, 2), hour(), FALLS).falseMoves()).isZero();
    }

    @Test
    void aShorterTimeoutNoticesSooner() {
        assertThat(Hindsight.of(check(1, 3000, 2), hour(), FALLS).noticed()).containsOnly(Duration.ofSeconds(3));
        assertThat(Hindsight.of(check(1, 300, 2), hour(), FALLS).noticed()).containsOnly(Duration.ofMillis(1300));
    }

    @Test
    void whatIsLookedAtTooSeldomIsMissed() {
        assertThat(Hindsight.of(check(120, 300, 2), hour(), FALLS).missed()).isEqualTo(1);
    }

    @Test
    void theSoonestWithoutAFalseMoveComesFirst() {
        var checks = List.of(check(1, 3000, 1), check(5, 300, 2), check(1, 300, 2), check(1, 3000, 2));
        assertThat(Hindsight.ranked(checks, hour(), FALLS).getFirst().check()).isEqualTo(check(1, 300, 2));
        assertThat(Hindsight.ranked(checks, hour(), FALLS).getLast().check()).isEqualTo(check(1, 3000, 1));
    }
}
