package koboshi.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import koboshi.series.Samples;
import org.junit.jupiter.api.Test;

class TrendTest {
    private static final int MINUTES = 600;

    @Test
    void findsTheSlopeThroughNoiseAndOddSamples() {
        var random = new Random(1);

        var trend = trend(minute -> 1000 + minute + random.nextGaussian() * 20 + (random.nextInt(20) == 0 ? 500 : 0));

        assertThat(trend.slope() * 60).isCloseTo(1, within(0.2));
        assertThat(trend.rising()).isTrue();
        assertThat(trend.lowSlope()).isLessThan(trend.slope());
        assertThat(trend.highSlope()).isGreaterThan(trend.slope());
    }

    @Test
    void doesNotCallAWanderingSeriesRising() {
        long called = IntStream.range(0, 100).filter(seed -> trend(wandering(new Random(seed))).rising()).count();

        assertThat(called).isLessThan(15);
    }

    /** Each value keeps nine tenths of how far the one before was off. */
    private static DoubleUnaryOperator wandering(Random random) {
        var off = new double[1];
        return _ -> 1000 + (off[0] = 0.9 * off[0] + random.nextGaussian() * 10);
    }

    @Test
    void startsAgainAfterARestart() {
        var random = new Random(2);

        var trend = trend(minute -> (minute < 300 ? 1000 + minute * 2 : 200 + (minute - 300) * 3) + random.nextGaussian() * 10);

        assertThat(trend.sinceMillis()).isCloseTo(300 * 60_000L, within(10 * 60_000L));
        assertThat(trend.slope() * 60).isCloseTo(3, within(0.2));
        assertThat(trend.level()).isCloseTo(200 + 299 * 3, within(20.0));
    }

    @Test
    void startsAgainWhereALeakBegins() {
        var random = new Random(3);

        var trend = trend(minute -> 1000 + Math.max(0, minute - 400) * 2 + random.nextGaussian() * 5);

        assertThat(trend.sinceMillis()).isCloseTo(400 * 60_000L, within(30 * 60_000L));
        assertThat(trend.slope() * 60).isCloseTo(2, within(0.2));
    }

    @Test
    void tellsHowLongUntilALimit() {
        var trend = trend(minute -> 1000 + minute);

        assertThat(trend.until(2000)).isInstanceOfSatisfying(Outlook.In.class, in -> {
            assertThat(in.expected()).isCloseTo(Duration.ofMinutes(401), Duration.ofMinutes(1));
            assertThat(in.earliest()).isLessThanOrEqualTo(in.expected());
            assertThat(in.latest()).hasValueSatisfying(latest -> assertThat(latest).isGreaterThanOrEqualTo(in.expected()));
        });
        assertThat(trend.until(1500)).isEqualTo(new Outlook.Reached());
        assertThat(trend(minute -> 1000 - minute).until(2000)).isEqualTo(new Outlook.NotInSight());
    }

    @Test
    void saysNothingOfTooFewSamples() {
        assertThat(Trend.of(samples(5, minute -> minute))).isEqualTo(Optional.empty());
        assertThat(Trend.of(Samples.NONE)).isEqualTo(Optional.empty());
    }

    private static Trend trend(DoubleUnaryOperator value) {
        return Trend.of(samples(MINUTES, value)).orElseThrow();
    }

    private static Samples samples(int minutes, DoubleUnaryOperator value) {
        var samples = new Samples.Builder(minutes);
        IntStream.range(0, minutes).forEach(minute -> samples.add(minute * 60_000L, value.applyAsDouble(minute), null));
        return samples.build();
    }
}
