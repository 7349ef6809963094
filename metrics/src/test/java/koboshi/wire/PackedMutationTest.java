package koboshi.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is broken in its packing, or in what it says of metrics, ends in our own words. */
class PackedMutationTest {
    private static final int ROUNDS = 10_000;

    @Test
    void brokenZstdIsUnpackedOrRefused() {
        var plain = "http_requests_total{job=\"web\",code=\"200\"} 1 ".repeat(40).getBytes();
        var compressor = new ZstdJavaCompressor();
        var room = new byte[compressor.maxCompressedLength(plain.length)];
        var sound = Arrays.copyOf(room, compressor.compress(plain, 0, plain.length, room, 0, room.length));
        var into = new byte[plain.length];
        var random = new Random(1);
        assertThat(PackedZstd.unpack(sound, sound.length, into)).isEqualTo(plain.length);
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < ROUNDS; i++) {
                var bytes = Mutation.of(sound, random);
                try {
                    PackedZstd.length(bytes, bytes.length);
                    assertThat(PackedZstd.unpack(bytes, bytes.length, into)).isBetween(0, into.length);
                } catch (WireError refused) {
                    assertThat(refused.getMessage()).contains("zstd");
                }
            }
        });
    }

    @Test
    void brokenMetadataOfRemoteWriteIsReadOrRefused() {
        var sound = Message.of(message -> {
            for (var symbol : new String[] {"", "__name__", "requests_total", "job", "web", "How many requests came.", "1"}) {
                message.bytes(4, Message.utf8(symbol));
            }
            message.in(5, series -> series.in(1, packed -> packed.varint(1).varint(2).varint(3).varint(4))
                    .in(5, metadata -> metadata.number(1, 1).number(3, 5).number(4, 6)).in(2, sample -> sample.fixed(1, 7).number(2, 1_700_000_000_000L)));
        });
        assertThat(Families.ofRemoteWrite2(sound, sound.length)).isNotEmpty();
        var random = new Random(2);
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < ROUNDS; i++) {
                var bytes = Mutation.of(sound, random);
                try {
                    assertThat(Families.ofRemoteWrite2(bytes, bytes.length)).doesNotContainNull();
                } catch (WireError refused) {
                    assertThat(refused.getMessage()).isNotBlank();
                }
            }
        });
    }
}
