package koboshi.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import java.util.Arrays;
import java.util.Random;
import koboshi.series.Histogram;
import org.junit.jupiter.api.Test;

/** Broken messages end in our own words or are read; they never end in anything else, and never take room they do not bring. */
class WireFuzzTest {
    private static final int ROUNDS = 60_000;

    /** Reads every label too, as a store does with a series it does not know. */
    private static final class Reader implements WriteReceiver {
        private int refused;
        private long heard;

        @Override
        public void series(byte[] message, int from, int to) {
            try {
                heard += LabelBytes.read(message, from, to, LabelLimits.STANDARD).size();
            } catch (LabelsRefused e) {
                refused += e.getMessage().isEmpty() ? 0 : 1;
            }
        }

        @Override
        public void sample(long millis, double value) {
            heard++;
        }

        @Override
        public void histogram(long millis, Histogram histogram) {
            heard += histogram.buckets().size();
        }
    }

    private static byte[] real(Random random) {
        return Message.of(message -> {
            for (int i = 0; i < 3; i++) {
                int id = random.nextInt(100);
                message.in(1, one -> one.label("__name__", "m" + id).label("instance", "web-" + id + ":9100").sample(id / 7.0, 1_700_000_000_000L + id));
            }
            message.in(1, one -> one.label("__name__", "h").in(4, h -> h.number(1, 20).fixed(3, 12.5).zigzag(4, 2).number(6, 1)
                    .span(8, -3, 1).deltas(9, 4).span(11, 0, 2).span(11, 3, 2).deltas(12, 2, 1, 3, -2).number(15, 77)));
            message.in(1, one -> one.label("__name__", "c").in(4, h -> h.fixed(2, 6).fixed(3, 9).zigzag(4, -53).span(11, 0, 3).packed(13, 1, 2, 3).packed(16, 0.5, 1)));
            message.in(3, metadata -> metadata.number(1, 1).bytes(2, Message.utf8("m")));
        });
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        var changed = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 20)) : bytes.clone();
        for (int i = random.nextInt(6); i >= 0 && changed.length > 0; i--) {
            changed[random.nextInt(changed.length)] = switch (random.nextInt(4)) {
                case 0 -> (byte) 0xff;
                case 1 -> (byte) 0x7f;
                case 2 -> 0;
                default -> (byte) random.nextInt();
            };
        }
        return changed;
    }

    @Test
    void survivesMutatedMessages() {
        var random = new Random(20261121);
        var reader = new Reader();
        int errors = 0;
        for (int i = 0; i < ROUNDS; i++) {
            var bytes = mutated(real(random), random);
            try {
                RemoteWrite.read(bytes, bytes.length, reader);
            } catch (WireError e) {
                assertThat(e.offset()).isBetween(0, bytes.length);
                errors++;
            }
        }
        assertThat(errors).isBetween(ROUNDS / 4, ROUNDS - 1);
        assertThat(reader.refused).isPositive();
        assertThat(reader.heard).isPositive();
    }

    @Test
    void survivesMutatedSnappyAndShowsNothingOfWhatWasUnpackedBefore() {
        var random = new Random(7);
        var into = new byte[4096];
        int errors = 0;
        for (int i = 0; i < ROUNDS; i++) {
            var packed = mutated(packed(real(random)), random);
            Arrays.fill(into, (byte) 0xA5);
            try {
                int length = Packed.length(packed, packed.length);
                if (length <= into.length) {
                    Packed.unpack(packed, packed.length, into);
                    assertThat(length).isLessThanOrEqualTo(into.length);
                }
            } catch (WireError _) {
                errors++;
            }
        }
        assertThat(errors).isGreaterThan(ROUNDS / 4);
    }

    @Test
    void neverCopiesFromBeforeTheBeginning() {
        var into = new byte[64];
        Arrays.fill(into, (byte) 'S');
        for (byte distance = 0; distance < 40; distance++) {
            // Eight bytes: one as it stands, then seven from so far back.
            byte[] packed = {8, 0, 'a', (byte) (2 | 6 << 2), distance, 0};
            try {
                Packed.unpack(packed, packed.length, into);
                assertThat(distance).isEqualTo((byte) 1);
                assertThat(new String(into, 0, 8)).isEqualTo("aaaaaaaa");
            } catch (WireError _) {
                assertThat(distance).isNotEqualTo((byte) 1);
            }
        }
    }

    private static byte[] packed(byte[] plain) {
        var compressor = new SnappyJavaCompressor();
        var room = new byte[compressor.maxCompressedLength(plain.length)];
        return Arrays.copyOf(room, compressor.compress(plain, 0, plain.length, room, 0, room.length));
    }
}
