package koboshi.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import koboshi.series.Histogram.Bucket;
import koboshi.series.Histogram.Reset;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void knowsTheBoundsOfItsBuckets() {
        assertThat(Histogram.exponential(0, 3, 4, Buckets.run(0, 1, 2)).buckets()).containsExactly(new Bucket(0.5, 1, 1), new Bucket(1, 2, 2));
        assertThat(Histogram.exponential(-1, 3, 4, Buckets.run(1, 3)).buckets()).containsExactly(new Bucket(1, 4, 3));
        assertThat(Histogram.exponential(1, 3, 4, Buckets.run(2, 3)).buckets()).containsExactly(new Bucket(Math.sqrt(2), 2, 3));
        assertThat(Histogram.exponential(0, 1, 4, Buckets.run(1024, 1)).upper(1024)).isEqualTo(Double.MAX_VALUE);
        assertThat(Histogram.custom(Bounds.of(1, 5), 3, 4, Buckets.run(0, 1, 0, 2)).buckets())
                .containsExactly(new Bucket(Double.NEGATIVE_INFINITY, 1, 1), new Bucket(5, Double.POSITIVE_INFINITY, 2));
    }

    @Test
    void addsInTheFinestBucketsBothHave() {
        var sum = new HistogramSum(Histogram.exponential(1, 3, 4, Buckets.run(1, 1, 2, 4)));
        sum.add(Histogram.exponential(0, 3, 4, Buckets.run(1, 5)));

        assertThat(sum.result()).isEqualTo(Histogram.exponential(0, 6, 8, Buckets.run(1, 8, 4)));
    }

    @Test
    void widensTheZeroBucketOverWhatItWouldCut() {
        var wide = new Histogram(Reset.UNKNOWN, 0, 0.75, 2, 2, 1, Buckets.NONE, Buckets.NONE, Bounds.NONE);
        var narrow = new Histogram(Reset.UNKNOWN, 0, 0.1, 1, 4, 1, Buckets.run(0, 3), Buckets.NONE, Bounds.NONE);
        var sum = new HistogramSum(wide);
        sum.add(narrow);

        assertThat(sum.result()).isEqualTo(new Histogram(Reset.UNKNOWN, 0, 1, 6, 6, 2, Buckets.NONE, Buckets.NONE, Bounds.NONE));
    }

    @Test
    void reconcilesCustomBoundsAndSaysSo() {
        var sum = new HistogramSum(Histogram.custom(Bounds.of(1, 2, 3), 10, 4, Buckets.run(0, 1, 2, 3, 4)));
        sum.add(Histogram.custom(Bounds.of(2, 5), 3, 4, Buckets.run(0, 1, 1, 1)));

        assertThat(sum.result()).isEqualTo(Histogram.custom(Bounds.of(2), 13, 8, Buckets.run(0, 4, 9)));
        assertThat(sum.boundsReconciled()).isTrue();
    }

    @Test
    void doesNotAddCustomBucketsToOthers() {
        var sum = new HistogramSum(Histogram.exponential(0, 1, 1, Buckets.run(0, 1)));
        sum.add(Histogram.custom(Bounds.of(1), 1, 1, Buckets.run(0, 1)));

        assertThat(sum.incompatible()).isTrue();
    }

    @Test
    void seesAResetInAnySingleBucket() {
        var before = Histogram.exponential(0, 4, 5, Buckets.run(0, 1, 2, 1));

        assertThat(Histogram.exponential(0, 5, 6, Buckets.run(0, 1, 1, 3)).resetSince(before)).isTrue();
        assertThat(Histogram.exponential(0, 5, 6, Buckets.run(0, 1, 2, 2)).resetSince(before)).isFalse();
        assertThat(Histogram.exponential(-1, 5, 6, Buckets.run(0, 1, 4)).resetSince(before)).isFalse();
        assertThat(Histogram.exponential(1, 5, 6, Buckets.run(0, 5)).resetSince(before)).isTrue();
        assertThat(Histogram.exponential(0, 1, 1, Buckets.NONE).with(Reset.NOT_RESET).resetSince(before)).isFalse();
    }

    @Test
    void keepsWhatLargeNumbersWouldSwallow() {
        var sum = new HistogramSum(Histogram.exponential(0, 1, 1, Buckets.run(0, 1)));
        sum.add(Histogram.exponential(0, 1, 1e100, Buckets.run(0, 1e100)));
        sum.add(Histogram.exponential(0, 1, -1e100, Buckets.run(0, -1e100)));

        assertThat(sum.result()).isEqualTo(Histogram.exponential(0, 3, 1, Buckets.run(0, 1)));
    }

    @Test
    void refusesASchemaThereIsNot() {
        assertThatThrownBy(() -> Histogram.exponential(9, 0, 0, Buckets.NONE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isKeptByTheRing() {
        var ring = new Ring(1, 2);
        var labels = Labels.of("__name__", "h");
        var sample = new Sample(2, Histogram.exponential(0, 1, 1, Buckets.run(0, 1)));
        ring.append(labels, new Sample(1, 5));
        ring.append(labels, sample);

        assertThat(ring.append(labels, new Sample(2, Histogram.exponential(0, 1, 1, Buckets.run(0, 1))))).isEqualTo(Sink.Taken.REPEATED);
        assertThat(ring.select(List.of(), 0, 9).getFirst().samples()).containsExactly(new Sample(1, 5), sample);
    }
}
