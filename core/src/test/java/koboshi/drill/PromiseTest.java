package koboshi.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import koboshi.drill.Promise.Measured;
import org.junit.jupiter.api.Test;

class PromiseTest {
    private static final Promise PROMISE = Promise.DEFAULT;

    private static Measured measured(int seen, int answering, int disagreement) {
        return new Measured(
                millis(seen), millis(1), millis(answering), Duration.ofSeconds(3), millis(disagreement), true);
    }

    private static Optional<Duration> millis(int millis) {
        return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    @Test
    void isKeptUpToItsLastMillisecondTheWarmUpNotCounted() {
        assertThat(PROMISE.broken(measured(2_000, 8_000, 100))).isEmpty();
    }

    @Test
    void namesEveryPartThatWasLate() {
        assertThat(PROMISE.broken(measured(2_001, 8_001, 101))).hasSize(3).first().asString().contains("2.001 s", "2.000 s");
    }

    @Test
    void neverIsLaterThanAnyTime() {
        assertThat(PROMISE.broken(measured(-1, -1, -1))).hasSize(3).allMatch(broken -> broken.endsWith("never"));
    }

    @Test
    void whatWasNotDoneAndNotNamedIsBrokenToo() {
        var idle = new Measured(millis(1), Optional.empty(), millis(1), Duration.ZERO, millis(1), false);
        assertThat(PROMISE.broken(idle)).containsExactly("nothing was done about it", "the evidence does not tell what it was");
    }
}
