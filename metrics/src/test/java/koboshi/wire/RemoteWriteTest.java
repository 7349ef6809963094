package koboshi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import koboshi.series.Bounds;
import koboshi.series.Buckets;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Sample;
import koboshi.wire.Heard.One;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteWriteTest {
    private static final Labels UP = Labels.of("__name__", "up", "job", "web");

    private static final WriteReceiver NOBODY = new WriteReceiver() {
        @Override
        public void series(byte[] message, int from, int to) {}

        @Override
        public void sample(long millis, double value) {}

        @Override
        public void histogram(long millis, Histogram histogram) {}
    };

    private static byte[] series(Consumer<Message> inside) {
        return Message.of(message -> message.in(1, inside));
    }

    private static byte[] histogram(Consumer<Message> inside) {
        return series(one -> one.label("__name__", "h").in(4, inside));
    }

    private static Histogram read(Consumer<Message> inside) {
        return Heard.of(histogram(inside)).samples.getFirst().sample().histogram();
    }

    private static void refuses(byte[] message, String why) {
        assertThatThrownBy(() -> Heard.of(message)).isInstanceOf(WireError.class).hasMessageContaining(why);
    }

    @Test
    void handsOverEverySampleWithItsSeries() {
        var heard = Heard.of(Message.of(message -> message
                .in(1, one -> one.label("__name__", "up").label("job", "web").sample(1, 1000).sample(0.25, -2000))
                .in(1, one -> one.label("__name__", "down").sample(Double.NEGATIVE_INFINITY, Long.MAX_VALUE))));
        assertThat(heard.samples).containsExactly(
                new One(UP, new Sample(1000, 1)), new One(UP, new Sample(-2000, 0.25)),
                new One(Labels.of("__name__", "down"), new Sample(Long.MAX_VALUE, Double.NEGATIVE_INFINITY)));
    }

    @Test
    void passesOverMetadataExemplarsAndWhatItDoesNotKnow() {
        var heard = Heard.of(Message.of(message -> message
                .in(3, metadata -> metadata.number(1, 1).bytes(2, Message.utf8("up")))
                .in(1, one -> one.label("__name__", "up").label("job", "web").in(3, exemplar -> exemplar.label("id", "7").fixed(2, 1)).number(77, 5).sample(1, 1))
                .fixed(9, 1)));
        assertThat(heard.samples).containsExactly(new One(UP, new Sample(1, 1)));
    }

    @Test
    void gathersLabelsThatAreSpreadOverTheSeries() {
        var long1 = "x".repeat(700);
        var heard = Heard.of(series(one -> one.sample(1, 1).label("__name__", "up").sample(2, 2).label("job", long1)));
        var labels = Labels.of("__name__", "up", "job", long1);
        assertThat(heard.series).containsExactly(labels);
        assertThat(heard.samples).extracting(One::sample).containsExactly(new Sample(1, 1), new Sample(2, 2));
    }

    @Test
    void keepsTheBitsOfTheMarkForAnEndedSeries() {
        assertThat(Heard.of(series(one -> one.label("__name__", "up").sample(Sample.STALE, 1))).samples.getFirst().sample().stale()).isTrue();
        assertThat(Heard.of(histogram(h -> h.number(1, 0).fixed(3, Sample.STALE).number(15, 9))).samples.getFirst().sample())
                .matches(Sample::stale).extracting(Sample::millis).isEqualTo(9L);
    }

    @Test
    void readsAHistogramOfIntegers() {
        var read = read(h -> h.number(1, 20).fixed(3, 12.5).zigzag(4, 2).fixed(5, 0.001).number(6, 1)
                .span(8, -3, 1).deltas(9, 4).span(11, 0, 2).span(11, 3, 2).deltas(12, 2, 1, 3, 1 - 3).number(14, 2).number(15, 77));
        assertThat(read).isEqualTo(new Histogram(Histogram.Reset.NOT_RESET, 2, 0.001, 1, 20, 12.5,
                Buckets.of(new int[] {0, 1, 5, 6}, new double[] {2, 3, 6, 4}), Buckets.of(new int[] {-3}, new double[] {4}), Bounds.NONE));
    }

    @Test
    void readsAHistogramOfNumbersPackedOrNot() {
        var packed = read(h -> h.fixed(2, 3.5).fixed(3, 1).zigzag(4, -4).fixed(7, 0.5).span(11, -1, 2).packed(13, 1, 2));
        var single = read(h -> h.fixed(2, 3.5).fixed(3, 1).zigzag(4, -4).fixed(7, 0.5).span(11, -1, 2).fixed(13, 1).fixed(13, 2));
        assertThat(packed).isEqualTo(single);
        assertThat(packed.positive()).isEqualTo(Buckets.run(-1, 1, 2));
        assertThat(packed.zeroCount()).isEqualTo(0.5);
    }

    @Test
    void readsAHistogramWithBoundsOfItsOwn() {
        var read = read(h -> h.number(1, 6).fixed(3, 9).zigzag(4, -53).span(11, 0, 3).deltas(12, 1, 1, 1).packed(16, 0.5, 1).number(14, 3));
        assertThat(read).isEqualTo(Histogram.custom(Bounds.of(0.5, 1), 6, 9, Buckets.run(0, 1, 2, 3)).with(Histogram.Reset.GAUGE));
    }

    @Test
    void refusesAHistogramWhosePartsContradictEachOther() {
        refuses(histogram(h -> h.number(1, 5).span(11, 0, 2).deltas(12, 1, 1)), "do not add up");
        refuses(histogram(h -> h.number(1, 5).span(11, 0, 3).deltas(12, 1, 1)), "spans");
        refuses(histogram(h -> h.number(1, 5).span(11, 0, 1).deltas(12, 1, 1)), "has 2 buckets where its spans have 1");
        refuses(histogram(h -> h.number(1, 1).span(11, 0, 1).span(11, -1, 0).deltas(12, 1)), "spans");
        refuses(histogram(h -> h.number(1, 1).span(11, Integer.MAX_VALUE, 1).deltas(12, 1)), "spans");
        refuses(histogram(h -> h.number(1, 1).span(11, 0, -1).deltas(12, 1)), "spans");
        refuses(histogram(h -> h.number(1, 1).span(11, 0, 1).deltas(12, -1)), "counts -1.0");
        refuses(histogram(h -> h.fixed(2, -1)), "below zero");
        refuses(histogram(h -> h.number(1, 0).zigzag(4, 9)), "schema of a histogram is 9");
        refuses(histogram(h -> h.number(1, 0).packed(16, 1)), "no schema for them");
        refuses(histogram(h -> h.number(1, 0).zigzag(4, -53).packed(16, 1, 1)), "ascending");
        refuses(histogram(h -> h.number(1, 1).zigzag(4, -53).span(11, 2, 1).deltas(12, 1).packed(16, 1)), "outside of its bounds");
    }

    @ParameterizedTest
    @CsvSource({
        "0a, cut off",
        "0a05, a length of 5 bytes where 0 are left",
        "0affffffffffffffffff01, a length of 18446744073709551615 bytes",
        "08ffffffffffffffffffff01, wrong kind",
        "00, no field has the number 0",
        "0b, wrong kind",
        "7b, of a kind that does not exist",
        "1d000000, wrong kind",
        "0a0212ff, cut off",
        "0a03120109, a number of eight bytes is cut off",
        "0a0412021000aa, cut off",
        "0a0c120a10ffffffffffffffffff, cut off",
        "0a0d120b10ffffffffffffffffffff, more than ten bytes",
        "0a020801, wrong kind",
        "0a0412020801, wrong kind",
        "0a0422020801, do not add up",
        "0a0422021901, eight bytes is cut off",
        "0a0422027200, wrong kind"
    })
    void saysWhatIsMalformedAndWhere(String hex, String why) {
        var bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> RemoteWrite.read(bytes, bytes.length, NOBODY)).isInstanceOf(WireError.class).hasMessageContaining(why).hasMessageContaining("at byte ");
    }

    @Test
    void readsNoFurtherThanItsLength() {
        var message = series(one -> one.label("__name__", "up").sample(1, 1));
        var longer = Arrays.copyOf(message, message.length + 100);
        longer[message.length] = (byte) 0xff;
        var heard = new Heard();
        RemoteWrite.read(longer, message.length, heard);
        assertThat(heard.samples).hasSize(1);
    }
}
