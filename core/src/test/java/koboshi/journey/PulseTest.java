package koboshi.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import koboshi.signal.Run;
import org.junit.jupiter.api.Test;

class PulseTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private static Run run(boolean clean) {
        return clean ? Run.clean(T0, Duration.ofMillis(20)) : Run.failed(T0, Duration.ofMillis(600), "hear", "no answer");
    }

    private static List<Run> burst(int failed) {
        return IntStream.range(0, Journey.BURST).mapToObj(i -> run(i >= failed)).toList();
    }

    private static Pulse after(List<Run> runs) {
        return Pulse.UNKNOWN.after(runs);
    }

    @Test
    void oneFailedRunIsASuspicionAndNoFall() {
        assertThat(after(List.of(run(false)))).matches(Pulse::suspected).matches(pulse -> !pulse.fallen());
    }

    @Test
    void manyFailedRunsWithoutABurstAreNoFall() {
        assertThat(after(List.of(run(false), run(false), run(false)))).matches(pulse -> !pulse.fallen());
    }

    @Test
    void aSuspicionConfirmedByABurstIsAFall() {
        assertThat(after(List.of(run(false))).after(burst(4))).matches(Pulse::fallen);
        assertThat(after(List.of(run(false))).after(burst(3))).matches(Pulse::fallen);
    }

    @Test
    void aBurstThatIsMostlyCleanClearsTheSuspicion() {
        assertThat(after(List.of(run(false))).after(burst(1))).matches(pulse -> !pulse.suspected());
    }

    @Test
    void aBurstInTheMiddleIsNoVerdict() {
        assertThat(after(List.of(run(false))).after(burst(2))).matches(Pulse::suspected).matches(pulse -> !pulse.fallen() && pulse.cleanInARow() == 0);
    }

    @Test
    void remembersTheFirstFailureUntilARunIsClean() {
        var first = Run.failed(T0.minusSeconds(9), Duration.ZERO, "ask", "refused");
        assertThat(after(List.of(first, run(false))).firstFailed()).contains(first);
        assertThat(after(List.of(first, run(true))).firstFailed()).isEmpty();
    }

    @Test
    void neverIsItFallenRightAfterACleanRunNorCleanRightAfterAFailedOne() {
        var random = new SplittableRandom(11);
        var pulse = Pulse.UNKNOWN;
        for (int i = 0; i < 10_000; i++) {
            boolean clean = random.nextBoolean();
            pulse = random.nextInt(4) == 0 ? pulse.after(burst(random.nextInt(Journey.BURST + 1))) : pulse;
            pulse = pulse.after(List.of(run(clean)));
            assertThat(clean ? pulse.suspected() || pulse.fallen() : pulse.cleanInARow() > 0).isFalse();
            assertThat(pulse.cleanSince(T0.minusSeconds(1))).isEqualTo(clean);
        }
    }
}
