package koboshi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Sample;
import org.junit.jupiter.api.Test;

class OtlpMetricsTest {
    private static final long NANOS = 77_000_000L;

    private static Message attribute(Message owner, int field, String key, Consumer<Message> value) {
        return owner.in(field, one -> one.text(1, key).in(2, value));
    }

    private static Message attribute(Message owner, int field, String key, String value) {
        return attribute(owner, field, key, any -> any.text(1, value));
    }

    /** One metric of the service shop/web, instance 1, on host h. */
    private static byte[] export(Consumer<Message> metric) {
        return Message.of(request -> request.in(1, all -> all.in(1, resource -> {
            attribute(resource, 1, "service.name", "web");
            attribute(resource, 1, "service.namespace", "shop");
            attribute(resource, 1, "service.instance.id", "1");
            attribute(resource, 1, "host.name", "h");
        }).in(2, scope -> scope.in(2, metric))));
    }

    /** Keeps what came, as text that reads like an exposition. */
    private static final class Kept implements OtlpReceiver {
        private final Heard heard = new Heard();
        private final StringBuilder refused = new StringBuilder();

        @Override
        public void refused(long points, String why) {
            refused.append(points).append(' ').append(why).append('\n');
        }

        @Override
        public void series(byte[] message, int from, int to) {
            heard.series(message, from, to);
        }

        @Override
        public void sample(long millis, double value) {
            heard.sample(millis, value);
        }

        @Override
        public void histogram(long millis, Histogram histogram) {
            heard.histogram(millis, histogram);
        }

        List<String> lines() {
            return heard.samples.stream().map(one -> one.labels() + " " + one.sample().value() + " " + one.sample().millis()).toList();
        }
    }

    private static Kept read(byte[] message) {
        var kept = new Kept();
        OtlpMetrics.read(message, message.length, kept);
        return kept;
    }

    private static Consumer<Message> sum(String name, String unit, int temporality, boolean monotonic, Consumer<Message> point) {
        return metric -> metric.text(1, name).text(3, unit).in(7, sum -> sum.in(1, point).number(2, temporality).number(3, monotonic ? 1 : 0));
    }

    @Test
    void aSumThatOnlyGrowsIsACounterOfItsUnitAndItsOriginIsKnown() {
        var kept = read(export(sum("http.server.duration", "s", 2, true, point -> attribute(point.eight(3, NANOS).fixed(4, 2.5), 7, "http.method", "GET"))));
        assertThat(kept.lines()).containsExactly(
                "http_server_duration_seconds_total{http_method=\"GET\",instance=\"1\",job=\"shop/web\"} 2.5 77",
                "target_info{host_name=\"h\",instance=\"1\",job=\"shop/web\"} 1.0 77");
    }

    @Test
    void aGaugeOfOneIsARatioAndWholeNumbersAreNumbers() {
        var kept = read(export(metric -> metric.text(1, "cpu").text(3, "1").in(5, gauge -> gauge.in(1, point -> point.eight(3, NANOS).eight(6, -3)))));
        assertThat(kept.lines().getFirst()).isEqualTo("cpu_ratio{instance=\"1\",job=\"shop/web\"} -3.0 77");
    }

    @Test
    void whatCountsAnewAtEachExportIsRefusedAndSaysWhatToDo() {
        var kept = read(export(sum("requests", "", 1, true, point -> point.eight(3, NANOS).fixed(4, 1))));
        assertThat(kept.lines()).isEmpty();
        assertThat(kept.refused.toString()).startsWith("1 metric requests counts anew at each export (delta): expected cumulative temporality");
    }

    @Test
    void aHistogramHasBucketsThatAddUp() {
        var kept = read(export(metric -> metric.text(1, "size").text(3, "By").in(9, all -> all.number(2, 2)
                .in(1, point -> point.eight(3, NANOS).eight(4, 6).fixed(5, 12.5).bytes(6, Message.of(m -> eights(m, 1, 2, 3))).packed(7, 0.5, 10)))));
        assertThat(kept.lines()).containsSequence(
                "size_bytes_sum{instance=\"1\",job=\"shop/web\"} 12.5 77",
                "size_bytes_count{instance=\"1\",job=\"shop/web\"} 6.0 77",
                "size_bytes_bucket{instance=\"1\",job=\"shop/web\",le=\"0.5\"} 1.0 77",
                "size_bytes_bucket{instance=\"1\",job=\"shop/web\",le=\"10\"} 3.0 77",
                "size_bytes_bucket{instance=\"1\",job=\"shop/web\",le=\"+Inf\"} 6.0 77");
    }

    private static void eights(Message message, long... values) {
        for (long value : values) {
            for (int i = 0; i < 8; i++) {
                message.raw((byte) (value >>> 8 * i));
            }
        }
    }

    @Test
    void bucketsThatDoNotFitTheirBoundsAreRefusedAlone() {
        var kept = read(export(metric -> metric.text(1, "size").in(9, all -> all.number(2, 2)
                .in(1, point -> point.eight(3, NANOS).eight(4, 6).bytes(6, Message.of(m -> eights(m, 6))).packed(7, 0.5))
                .in(1, point -> point.eight(3, NANOS).eight(4, 6)))));
        assertThat(kept.refused.toString()).startsWith("1 size has 1 buckets and 1 bounds");
        assertThat(kept.lines().getFirst()).startsWith("size_count");
    }

    @Test
    void anExponentialHistogramIsANativeOne() {
        var kept = read(exponential(1, 6, 2));
        var histogram = kept.heard.samples.getFirst().sample().histogram();
        assertThat(histogram.schema()).isEqualTo(1);
        // Above 1 and at most the root of 2 lie 3, as the index 0 says there and the index 1 here.
        assertThat(histogram.buckets()).last().isEqualTo(new Histogram.Bucket(1, Math.sqrt(2), 3));
        assertThat(histogram.zeroCount()).isEqualTo(2);
    }

    @Test
    void aFinerScaleBecomesCoarser() {
        var histogram = read(exponential(10, 6, 2)).heard.samples.getFirst().sample().histogram();
        assertThat(histogram.schema()).isEqualTo(8);
        assertThat(histogram.count()).isEqualTo(histogram.positive().total() + histogram.negative().total() + histogram.zeroCount());
    }

    @Test
    void whatDoesNotAddUpOrIsTooCoarseIsRefused() {
        assertThat(read(exponential(1, 7, 2)).refused.toString()).contains("counts 7 where its buckets add up to 6");
        assertThat(read(exponential(-5, 6, 2)).refused.toString()).contains("scale -5");
    }

    private static byte[] exponential(int scale, int count, int zeros) {
        return export(metric -> metric.text(1, "lag").in(10, all -> all.number(2, 2).in(1, point -> point.eight(3, NANOS).eight(4, count).fixed(5, 4)
                .zigzag(6, scale).eight(7, zeros).in(8, side -> side.zigzag(1, -1).bytes(2, new byte[] {1, 3})))));
    }

    @Test
    void aSummaryKeepsItsQuantiles() {
        var kept = read(export(metric -> metric.text(1, "wait").text(3, "ms").in(11, all -> all.in(1, point -> point.eight(3, NANOS).eight(4, 2).fixed(5, 3)
                .in(6, at -> at.fixed(1, 0.99).fixed(2, 7))))));
        assertThat(kept.lines()).contains("wait_milliseconds{instance=\"1\",job=\"shop/web\",quantile=\"0.99\"} 7.0 77");
    }

    @Test
    void aPointWithoutARecordedValueEndsItsSeries() {
        var kept = read(export(metric -> metric.text(1, "up").in(5, gauge -> gauge.in(1, point -> point.eight(3, NANOS).number(8, 1)))));
        assertThat(kept.heard.samples.getFirst().sample()).matches(Sample::stale);
    }

    @Test
    void attributesThatBecomeTheSameLabelShareItAndOtherKindsBecomeText() {
        var kept = read(export(metric -> metric.text(1, "m").in(5, gauge -> gauge.in(1, point -> {
            attribute(point.eight(3, NANOS), 7, "a.b", "x");
            attribute(point, 7, "a_b", "y");
            attribute(point, 7, "1st", any -> any.number(2, 1));
            attribute(point, 7, "n", any -> any.number(3, 42));
            attribute(point, 7, "d", any -> any.fixed(4, 0.25));
            attribute(point, 7, "l", any -> any.in(5, list -> list.in(1, one -> one.text(1, "q\"")).in(1, one -> one.number(3, 2))));
            attribute(point, 7, "k", any -> any.in(6, map -> map.in(1, pair -> pair.text(1, "z").in(2, v -> v.number(2, 0)))));
        }))));
        assertThat(kept.heard.samples.getFirst().labels()).isEqualTo(Labels.of("__name__", "m", "a_b", "x;y", "key_1st", "true", "n", "42", "d", "0.25",
                "l", "[\"q\\\"\",2]", "k", "{\"z\":false}", "job", "shop/web", "instance", "1"));
    }

    @Test
    void namesAreSpeltAsPrometheusDoes() {
        assertThat(OtlpName.of("system.io", "By/s", false, true)).isEqualTo("system_io_bytes_per_second");
        assertThat(OtlpName.of("requests_total", "{request}", true, false)).isEqualTo("requests_total");
        assertThat(OtlpName.of("total.requests", "1", true, false)).isEqualTo("requests_total");
        assertThat(OtlpName.of("memory_bytes", "By", false, true)).isEqualTo("memory_bytes");
        assertThat(OtlpName.of("2xx", "", true, false)).isEqualTo("_2xx_total");
        assertThat(OtlpName.of("x", "widgets/h", false, true)).isEqualTo("x_widgets_per_hour");
        assertThat(OtlpName.of("日本", "", false, true)).isEmpty();
    }

    @Test
    void aValueTooDeepIsMalformed() {
        Consumer<Message> deep = any -> any.text(1, "end");
        for (int i = 0; i < 40; i++) {
            var inner = deep;
            deep = any -> any.in(5, list -> list.in(1, inner));
        }
        var value = deep;
        var message = export(metric -> metric.text(1, "m").in(5, gauge -> gauge.in(1, point -> attribute(point, 7, "k", value))));
        assertThatThrownBy(() -> read(message)).isInstanceOf(WireError.class).hasMessageContaining("deep");
    }

    @Test
    void survivesMutatedMessages() {
        var random = new Random(20261123);
        var whole = List.of(exponential(10, 6, 2),
                export(sum("http.server.duration", "s", 2, true, point -> attribute(point.eight(3, NANOS).fixed(4, 2.5), 7, "http.method", "GET"))),
                export(metric -> metric.text(1, "size").in(9, all -> all.number(2, 2).in(1, point -> point.eight(3, NANOS).eight(4, 6).packed(6, 1, 2).packed(7, 5)))));
        int errors = 0;
        for (int i = 0; i < 40_000; i++) {
            var bytes = Mutation.of(whole.get(random.nextInt(whole.size())), random);
            try {
                OtlpMetrics.read(bytes, bytes.length, new Reader());
            } catch (WireError e) {
                assertThat(e.offset()).isBetween(0, bytes.length);
                errors++;
            }
        }
        assertThat(errors).isBetween(5_000, 39_999);
    }

    /** Reads labels where they can be read. */
    private static final class Reader implements OtlpReceiver {
        private long count;

        @Override
        public void refused(long points, String why) {
            count += points;
        }

        @Override
        public void series(byte[] message, int from, int to) {
            try {
                count += LabelBytes.read(message, from, to, LabelLimits.STANDARD).size();
            } catch (LabelsRefused _) {
                count++;
            }
        }

        @Override
        public void sample(long millis, double value) {
            count++;
        }

        @Override
        public void histogram(long millis, Histogram histogram) {
            count += histogram.buckets().size();
        }
    }

    @Test
    void refusesAPointOfMoreAttributesThanAnybodyHas() {
        var message = export(metric -> metric.text(1, "m").in(5, gauge -> gauge.in(1, point -> IntStream.rangeClosed(0, 1_000).forEach(i -> attribute(point, 7, "a." + i, "x")))));
        assertThatThrownBy(() -> read(message)).isInstanceOf(WireError.class).hasMessageContaining("more than 1000 attributes");
    }
}
