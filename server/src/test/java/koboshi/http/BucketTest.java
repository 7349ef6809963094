package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BucketTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void maySpendTenSecondsAtOnceAndIsThenPaidBack() {
        var bucket = new Bucket(100, 0);
        bucket.take(1_000, 0);
        assertThat(bucket.owed(0)).isZero();
        bucket.take(150, 0);
        assertThat(bucket.owed(0)).isEqualTo(Duration.ofMillis(1_500));
        assertThat(bucket.owed(SECOND)).isEqualTo(Duration.ofMillis(500));
        assertThat(bucket.owed(2 * SECOND)).isZero();
    }

    @Test
    void neverHoldsMoreThanTenSeconds() {
        var bucket = new Bucket(100, 0);
        bucket.take(1_001, 3_600 * SECOND);
        assertThat(bucket.owed(3_600 * SECOND)).isPositive();
    }

    @Test
    void refusesNothingWithoutARate() {
        var bucket = new Bucket(0, 0);
        bucket.take(Long.MAX_VALUE, 0);
        assertThat(bucket.owed(0)).isZero();
    }

    @Test
    void seriesAreForgottenWhenTheyWereNotSentForTwoHours() {
        var seen = new SeenSeries(2, 0);
        var names = new byte[][] {{1}, {2}, {3}};
        assertThat(seen.admits(names[0], 0, 1, 0)).isTrue();
        assertThat(seen.admits(names[1], 0, 1, 0)).isTrue();
        assertThat(seen.admits(names[2], 0, 1, 0)).isFalse();
        assertThat(seen.admits(names[2], 0, 1, 3_601 * SECOND)).isFalse();
        assertThat(seen.admits(names[0], 0, 1, 3_601 * SECOND)).isTrue();
        assertThat(seen.admits(names[2], 0, 1, 7_300 * SECOND)).isTrue();
        assertThat(seen.admits(names[1], 0, 1, 7_300 * SECOND)).isTrue();
        assertThat(seen.admits(new byte[] {4}, 0, 1, 7_300 * SECOND)).isFalse();
    }

    @Test
    void holdsManySeries() {
        var seen = new SeenSeries(100_000, 0);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100_000; i++) {
                assertThat(seen.admits(("series-" + i).getBytes(), 0, ("series-" + i).length(), 0)).isTrue();
            }
        }
        assertThat(seen.admits(new byte[] {9}, 0, 1, 0)).isFalse();
    }
}
