package koboshi.integration.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RampTest {
    private static final Duration WHOLE = Duration.ofSeconds(40);

    @Test
    void goesUpInFiveSteps() {
        int[] at = {0, 9, 10, 19, 20, 29, 30, 39, 40, 4000};
        int[] percent = {10, 10, 25, 25, 50, 50, 75, 75, 100, 100};
        for (int i = 0; i < at.length; i++) {
            assertThat(Ramp.percentAt(Duration.ofSeconds(at[i]), WHOLE, 100)).as(at[i] + " s").isEqualTo(percent[i]);
        }
    }

    @Test
    void aSmallBaseBeginsHigher() {
        assertThat(Ramp.percentAt(Duration.ZERO, WHOLE, 4)).isEqualTo(25);
        assertThat(Ramp.percentAt(Duration.ZERO, WHOLE, 2)).isEqualTo(50);
        assertThat(Ramp.percentAt(Duration.ZERO, WHOLE, 1)).isEqualTo(100);
        assertThat(Ramp.percentAt(Duration.ZERO, WHOLE, 0)).isEqualTo(100);
    }

    @Test
    void noTimeMeansAtOnce() {
        assertThat(Ramp.percentAt(Duration.ZERO, Duration.ZERO, 100)).isEqualTo(100);
        assertThat(Ramp.percentAt(Duration.ofSeconds(-5), Duration.ofSeconds(-1), 100)).isEqualTo(100);
        assertThat(Ramp.percentAt(Duration.ofSeconds(-5), WHOLE, 100)).isEqualTo(10);
    }

    @Test
    void neverFallsNeverComesToNothingAndEndsWhole() {
        var random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            var whole = Duration.ofNanos(random.nextLong(1, 1L << random.nextInt(1, 60)));
            int base = random.nextInt(1, 257);
            var earlier = Duration.ofNanos(random.nextLong(0, whole.toNanos() + 1));
            var later = earlier.plusNanos(random.nextLong(0, whole.toNanos() + 1));
            int first = Ramp.percentAt(earlier, whole, base);
            int second = Ramp.percentAt(later, whole, base);
            assertThat(first).isIn(10, 25, 50, 75, 100).isLessThanOrEqualTo(second);
            assertThat(base * first / 100).isPositive();
            assertThat(Ramp.percentAt(whole, whole, base)).isEqualTo(100);
        }
    }
}
