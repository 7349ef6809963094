package koboshi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Sample;
import org.junit.jupiter.api.Test;

class RemoteWrite2Test {
    private static final List<String> SYMBOLS = List.of("", "__name__", "requests_total", "job", "web", "How many requests came.");

    private static byte[] message(Consumer<Message> series) {
        return Message.of(message -> {
            SYMBOLS.forEach(symbol -> message.bytes(4, Message.utf8(symbol)));
            message.in(5, series);
        });
    }

    private static Heard heard(byte[] message) {
        var heard = new Heard();
        RemoteWrite2.read(message, message.length, heard);
        return heard;
    }

    private static Message references(Message series, int... references) {
        return series.in(1, packed -> {
            for (int reference : references) {
                packed.varint(reference);
            }
        });
    }

    @Test
    void readsWhatTheSymbolsName() {
        var heard = heard(message(series -> references(series, 1, 2, 3, 4).in(2, sample -> sample.fixed(1, 2.5).number(2, 77))
                .in(4, exemplar -> references(exemplar, 3, 4)).in(5, metadata -> metadata.number(1, 1).number(3, 5))));
        assertThat(heard.samples).containsExactly(new Heard.One(Labels.of("__name__", "requests_total", "job", "web"), new Sample(77, 2.5)));
    }

    @Test
    void readsReferencesThatAreNotPackedAndStandBehindTheSamples() {
        var heard = heard(message(series -> series.in(2, sample -> sample.fixed(1, 1).number(2, 5)).number(1, 1).number(1, 2)));
        assertThat(heard.samples).extracting(one -> one.labels().name()).containsExactly("requests_total");
    }

    @Test
    void namesASeriesByTheSameBytesAsTheFirstVersion() {
        var first = new Bytes();
        var second = new Bytes();
        var one = Message.of(message -> message.in(1, series -> series.label("__name__", "requests_total").label("job", "web").sample(1, 1)));
        RemoteWrite.read(one, one.length, first);
        var two = message(series -> references(series, 1, 2, 3, 4).in(2, sample -> sample.fixed(1, 1).number(2, 1)));
        RemoteWrite2.read(two, two.length, second);
        assertThat(second.labels).isEqualTo(first.labels);
    }

    /** Keeps the bytes a series is named by. */
    private static final class Bytes implements CounterReceiver {
        private byte[] labels = {};

        @Override
        public void series(byte[] message, int from, int to) {
            labels = Arrays.copyOfRange(message, from, to);
        }

        @Override
        public void beginning(long millis) {}

        @Override
        public void sample(long millis, double value) {}

        @Override
        public void histogram(long millis, Histogram histogram) {}
    }

    @Test
    void aCounterCreatedJustNowBeganAtZero() {
        var bytes = message(series -> references(series, 1, 2).in(2, sample -> sample.fixed(1, 9).number(2, 100_000)).number(6, 90_000));
        var heard = new Heard();
        RemoteWrite2.read(bytes, bytes.length, heard);
        assertThat(heard.beginnings).containsExactly(90_000L);
        assertThat(heard.samples).extracting(Heard.One::sample).containsExactly(new Sample(100_000, 9));
    }

    @Test
    void aCounterCreatedLongAgoDidNotBeginNow() {
        var heard = heard(message(series -> references(series, 1, 2).in(2, sample -> sample.fixed(1, 9).number(2, 1_000_000)).number(6, 90_000)));
        assertThat(heard.samples).hasSize(1);
        assertThat(heard.beginnings).isEmpty();
    }

    @Test
    void readsNativeHistogramsAndTheirEnds() {
        var heard = heard(message(series -> references(series, 1, 2)
                .in(3, h -> h.number(1, 3).fixed(3, 4.5).zigzag(4, 1).span(11, 0, 2).deltas(12, 1, 1).number(15, 7))
                .in(3, h -> h.number(1, 0).fixed(3, Sample.STALE).number(15, 8))));
        assertThat(heard.samples).extracting(one -> one.sample().histogram() != null).containsExactly(true, false);
        assertThat(heard.samples.getFirst().sample().histogram().count()).isEqualTo(3);
        assertThat(heard.samples.getLast().sample().stale()).isTrue();
    }

    @Test
    void refusesReferencesToNothingAndHalfLabels() {
        assertThatThrownBy(() -> heard(message(series -> references(series, 1, 6)))).hasMessageContaining("symbol 6 where there are 6");
        assertThatThrownBy(() -> heard(message(series -> references(series, 1, 2, 3)))).hasMessageContaining("not even");
        var nameless = Message.of(message -> message.bytes(4, Message.utf8("x")));
        assertThatThrownBy(() -> heard(nameless)).hasMessageContaining("the first symbol is not the empty text");
    }

    @Test
    void aFewLongSymbolsCannotBecomeAllMemory() {
        var bomb = Message.of(message -> {
            message.bytes(4, new byte[0]).bytes(4, new byte[1 << 20]);
            for (int i = 0; i < 100; i++) {
                message.in(5, series -> references(series, 1, 1));
            }
        });
        assertThatThrownBy(() -> RemoteWrite2.read(bomb, bomb.length, new Bytes())).isInstanceOf(WireError.class).hasMessageContaining("send less at once");
    }

    @Test
    void survivesMutatedMessages() {
        var random = new Random(20261122);
        var whole = message(series -> references(series, 1, 2, 3, 4).in(2, sample -> sample.fixed(1, 2.5).number(2, 77)).number(6, 70)
                .in(3, h -> h.number(1, 3).fixed(3, 4.5).zigzag(4, 1).span(11, 0, 2).deltas(12, 1, 1).number(15, 7)));
        int errors = 0;
        for (int i = 0; i < 30_000; i++) {
            var bytes = Mutation.of(whole, random);
            try {
                RemoteWrite2.read(bytes, bytes.length, new Bytes());
            } catch (WireError e) {
                assertThat(e.offset()).isBetween(0, bytes.length);
                errors++;
            }
        }
        assertThat(errors).isBetween(5_000, 29_999);
    }
}
