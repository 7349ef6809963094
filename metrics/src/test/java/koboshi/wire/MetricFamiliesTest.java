package koboshi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import koboshi.series.Buckets;
import koboshi.series.Histogram.Reset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricFamiliesTest {
    /** Families, each behind its length. */
    @SafeVarargs
    static byte[] families(Consumer<Message>... families) {
        var all = new ByteArrayOutputStream();
        for (var family : families) {
            var bytes = Message.of(family);
            all.writeBytes(Message.of(length -> length.varint(bytes.length)));
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    static Consumer<Message> family(String name, int type, Consumer<Message> metric) {
        return message -> message.bytes(1, Message.utf8(name)).bytes(2, Message.utf8("help")).number(3, type).in(4, metric);
    }

    @Test
    void namesCountersGaugesAndUntypedAsTheTextFormatDoes() {
        var exposed = Exposed.families(families(
                family("c_total", 0, metric -> metric.label("path", "a\"b\\\n").in(3, counter -> counter.fixed(1, 5))),
                family("g", 1, metric -> metric.in(2, gauge -> gauge.fixed(1, -1.5)).number(6, 1_700_000_000_000L)),
                family("with.dots", 3, metric -> metric.label("町", "東京").in(5, untyped -> untyped.fixed(1, 7)))), false);
        assertThat(exposed.lines).containsExactly(
                "c_total{path=\"a\\\"b\\\\\\n\"} 5.0", "g -1.5 @1700000000000", "{\"with.dots\",\"町\"=\"東京\"} 7.0");
    }

    @Test
    void takesSummariesAndClassicHistogramsApart() {
        var exposed = Exposed.families(families(
                family("s", 2, metric -> metric.in(4, summary -> summary.number(1, 9).fixed(2, 4.5).in(3, quantile -> quantile.fixed(1, 0.5).fixed(2, 0.25)))),
                family("h", 4, metric -> metric.in(7, histogram -> histogram.number(1, 3).fixed(2, 2.5)
                        .in(3, bucket -> bucket.number(1, 1).fixed(2, 1)).in(3, bucket -> bucket.number(1, 2).fixed(2, 2_500_000))))), false);
        assertThat(exposed.lines).containsExactly(
                "s{quantile=\"0.5\"} 0.25", "s_count 9.0", "s_sum 4.5",
                "h_count 3.0", "h_sum 2.5", "h_bucket{le=\"1.0\"} 1.0", "h_bucket{le=\"2.5e+06\"} 2.0", "h_bucket{le=\"+Inf\"} 3.0");
    }

    static Consumer<Message> nativeHistogram(int type) {
        return family("n", type, metric -> metric.label("a", "b").in(7, histogram -> histogram.number(1, 9).fixed(2, 12.5)
                .zigzag(5, 2).fixed(6, 0.001).number(7, 1)
                .span(9, -1, 1).deltas(10, 2)
                .span(12, 0, 2).span(12, 3, 1).deltas(13, 1, 1, 1)
                .in(3, bucket -> bucket.number(1, 9).fixed(2, 1))));
    }

    @Test
    void readsNativeHistograms() {
        var exposed = Exposed.families(families(nativeHistogram(4)), false);
        assertThat(exposed.lines).containsExactly("n{a=\"b\"} histogram of 9.0");
        var histogram = exposed.histograms.getFirst();
        assertThat(histogram.positive()).isEqualTo(Buckets.of(new int[] {0, 1, 5}, new double[] {1, 2, 3}));
        assertThat(histogram.negative()).isEqualTo(Buckets.of(new int[] {-1}, new double[] {2}));
        assertThat(histogram.schema()).isEqualTo(2);
        assertThat(histogram.zeroThreshold()).isEqualTo(0.001);
        assertThat(histogram.reset()).isEqualTo(Reset.UNKNOWN);
    }

    @Test
    void keepsClassicBucketsBesideNativeOnesWhereAskedTo() {
        assertThat(Exposed.families(families(nativeHistogram(5)), true).lines).containsExactly(
                "n{a=\"b\"} histogram of 9.0", "n_count{a=\"b\"} 9.0", "n_sum{a=\"b\"} 12.5", "n_bucket{a=\"b\",le=\"1.0\"} 9.0", "n_bucket{a=\"b\",le=\"+Inf\"} 9.0");
        assertThat(Exposed.families(families(nativeHistogram(5)), false).histograms.getFirst().reset()).isEqualTo(Reset.GAUGE);
    }

    @Test
    void refusesAHistogramThatContradictsItself() {
        var wrong = families(family("n", 4, metric -> metric.in(7, histogram -> histogram.number(1, 9).span(12, 0, 1).deltas(13, 3))));
        assertThatThrownBy(() -> Exposed.families(wrong, false)).isInstanceOf(WireError.class).hasMessageContaining("do not add up");
    }

    @ParameterizedTest
    @CsvSource({"1,1.0", "0.25,0.25", "123456,123456.0", "1000000,1e+06", "1234567.5,1.2345675e+06", "0.0001,0.0001", "0.00001,1e-05", "1e100,1e+100", "-2.5,-2.5"})
    void writesBoundsAsGoDoes(double value, String written) {
        assertThat(NameText.number(value)).isEqualTo(written);
    }
}
