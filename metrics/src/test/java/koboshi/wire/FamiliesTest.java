package koboshi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import koboshi.series.Histogram;
import org.junit.jupiter.api.Test;

class FamiliesTest {
    private static List<Family> ofText(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return Families.ofText(bytes, bytes.length);
    }

    @Test
    void readsTypesHelpsAndUnitsOfText() {
        assertThat(ofText("""
                # HELP requests_total How many came.\\nBy \\"path\\", C:\\\\x.
                # TYPE requests_total counter
                requests_total 5
                # just a remark
                #TYPE latency_seconds histogram
                # UNIT latency_seconds seconds
                # TYPE "with.dots" gauge
                # TYPE odd thing
                # EOF
                """)).containsExactly(
                new Family("requests_total", "counter", "How many came.\nBy \"path\", C:\\x.", ""),
                new Family("latency_seconds", "histogram", "", "seconds"),
                new Family("with.dots", "gauge", "", ""),
                new Family("odd", "unknown", "", ""));
    }

    @Test
    void readsThoseOfProtobuf() {
        var bytes = Message.of(all -> all
                .in(1, family -> family.bytes(1, Message.utf8("up")).bytes(2, Message.utf8("Whether.")).number(3, 1).in(4, metric -> metric.in(2, one -> one.fixed(1, 1)))));
        var behindItsLength = new byte[bytes.length - 1];
        System.arraycopy(bytes, 1, behindItsLength, 0, behindItsLength.length);
        assertThat(Families.ofProtobuf(behindItsLength, behindItsLength.length)).containsExactly(new Family("up", "gauge", "Whether.", ""));
    }

    @Test
    void readsThoseOfBothRemoteWrites() {
        var first = new Told();
        var one = Message.of(message -> message.in(3, said -> said.number(1, 1).bytes(2, Message.utf8("a_total")).bytes(4, Message.utf8("How many.")).bytes(5, Message.utf8("s"))));
        RemoteWrite.read(one, one.length, first);
        assertThat(first.families).containsExactly(new Family("a_total", "counter", "How many.", "s"));

        var two = Message.of(message -> {
            List.of("", "__name__", "a_total", "How many.", "s").forEach(symbol -> message.bytes(4, Message.utf8(symbol)));
            message.in(5, series -> series.in(1, packed -> packed.varint(1).varint(2)).in(5, said -> said.number(1, 1).number(3, 3).number(4, 4)));
        });
        assertThat(Families.ofRemoteWrite2(two, two.length)).containsExactly(new Family("a_total", "counter", "How many.", "s"));
    }

    @Test
    void readsThoseOfOpenTelemetryByTheNamesTheirSeriesGet() {
        var told = new Told();
        var export = Message.of(message -> message.in(1, resource -> resource.in(2, scope -> scope.in(2, metric -> metric
                .bytes(1, Message.utf8("http.requests")).bytes(2, Message.utf8("How many.")).bytes(3, Message.utf8("1"))
                .in(7, sum -> sum.number(2, 2).number(3, 1).in(1, point -> point.fixed(4, 2)))))));
        OtlpMetrics.read(export, export.length, told);
        assertThat(told.families).containsExactly(new Family("http_requests_total", "counter", "How many.", "1"));
    }

    /** Of what was read well some bytes may be anything: that must end, and harm nobody. */
    @Test
    void whatIsMalformedEndsAndIsBounded() {
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            var bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            assertThat(Families.ofProtobuf(bytes, bytes.length)).hasSizeLessThan(300);
            assertThat(Families.ofText(bytes, bytes.length)).hasSizeLessThan(300);
        }
        assertThat(ofText("# HELP a " + "x".repeat(5_000) + "\n").getFirst().help()).hasSize(Family.LONGEST_HELP);
        var many = new StringBuilder();
        for (int i = 0; i < 6_000; i++) {
            many.append("# TYPE m").append(i).append(" gauge\n");
        }
        assertThat(ofText(many.toString())).hasSize(5_000);
    }

    private static final class Told implements OtlpReceiver {
        private final List<Family> families = new ArrayList<>();

        @Override
        public void series(byte[] message, int from, int to) {}

        @Override
        public void sample(long millis, double value) {}

        @Override
        public void histogram(long millis, Histogram histogram) {}

        @Override
        public void refused(long points, String why) {}

        @Override
        public void family(Family family) {
            families.add(family);
        }
    }
}
