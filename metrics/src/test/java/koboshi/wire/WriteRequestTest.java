package koboshi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import koboshi.series.Bounds;
import koboshi.series.Buckets;
import koboshi.series.Histogram;
import koboshi.series.Histogram.Reset;
import koboshi.series.Labels;
import koboshi.series.Sample;
import org.junit.jupiter.api.Test;

class WriteRequestTest {
    private static final Labels TOOK = Labels.of("__name__", "took", "desk", "\u673a");

    private static Heard heard(WriteRequest request) {
        var packed = request.packed();
        var message = new byte[Packed.length(packed, packed.length)];
        Packed.unpack(packed, packed.length, message);
        return Heard.of(message);
    }

    @Test
    void numbersAreReadBackAsTheyWereWritten() {
        var request = new WriteRequest();
        request.sample(TOOK, 0, -0.0);
        request.sample(TOOK, Long.MAX_VALUE, Sample.STALE);
        request.sample(Labels.of("__name__", "up"), -1, Double.POSITIVE_INFINITY);
        assertThat(request.samples()).isEqualTo(3);
        assertThat(heard(request).samples).extracting(one -> one.labels() + "@" + one.sample().millis() + "=" + Double.doubleToRawLongBits(one.sample().value()))
                .containsExactly(TOOK + "@0=" + Double.doubleToRawLongBits(-0.0), TOOK + "@" + Long.MAX_VALUE + "=" + Double.doubleToRawLongBits(Sample.STALE),
                        Labels.of("__name__", "up") + "@-1=" + Double.doubleToRawLongBits(Double.POSITIVE_INFINITY));
    }

    @Test
    void anyHistogramIsReadBackAsItWasWritten() {
        var random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            var histogram = random.nextInt(4) == 0 ? custom(random) : exponential(random);
            var request = new WriteRequest();
            request.sample(TOOK, 1, 2);
            request.histogram(TOOK, 1_000L + i, histogram);
            assertThat(heard(request).samples.getLast()).isEqualTo(new Heard.One(TOOK, new Sample(1_000L + i, histogram)));
        }
    }

    private static Histogram exponential(Random random) {
        return new Histogram(Reset.values()[random.nextInt(4)], random.nextInt(-4, 9), random.nextDouble(), random.nextInt(3), random.nextInt(1000), random.nextGaussian(),
                buckets(random, -1000, 1000), buckets(random, -1000, 1000), Bounds.NONE);
    }

    private static Histogram custom(Random random) {
        var bounds = IntStream.range(0, random.nextInt(1, 30)).mapToDouble(i -> i * 1.5 - 7).toArray();
        return new Histogram(Reset.UNKNOWN, Histogram.CUSTOM_SCHEMA, 0, 0, random.nextInt(1000), random.nextGaussian(), buckets(random, 0, bounds.length + 1), Buckets.NONE, Bounds.of(bounds));
    }

    private static Buckets buckets(Random random, int from, int to) {
        var indexes = random.ints(random.nextInt(20), from, to).distinct().sorted().toArray();
        var counts = new double[indexes.length];
        Arrays.setAll(counts, _ -> 1 + random.nextInt(5) / 2.0);
        return Buckets.of(indexes, counts);
    }
}
