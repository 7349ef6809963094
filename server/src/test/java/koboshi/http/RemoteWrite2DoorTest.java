package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import koboshi.series.Series;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteWrite2DoorTest {
    private static final String SECOND = "Content-Type: application/x-protobuf;proto=io.prometheus.write.v2.Request";
    private static final String SNAPPY = "Content-Encoding: snappy";
    private static final long NOW = FakeHouse.AT.toEpochMilli();

    private Store store;
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder, OpenDoors.SHORT, new Allowance(100, 0, 2));
        store = Store.open(folder.resolve("series"), Settings.standard().withClock(() -> FakeHouse.AT));
        open.house.archive = new StoreArchive(store, folder.resolve("copies"));
    }

    @AfterEach
    void closeDoors() throws IOException {
        open.close();
        store.close();
    }

    private Caller.Heard write(byte[] body, String... headers) throws IOException {
        var request = new String[headers.length + 1];
        request[0] = "POST /api/v1/write";
        System.arraycopy(headers, 0, request, 1, headers.length);
        return Caller.ask(open.port(), body, request);
    }

    private List<Series> held() {
        return store.select(List.of(), 0, Long.MAX_VALUE);
    }

    /** Series m0, m1, ... of one sample each, all at one moment. */
    private static byte[] message(int series, int samples, long millis) {
        var out = new ByteArrayOutputStream();
        field(out, 4, new byte[0]);
        field(out, 4, "__name__".getBytes(StandardCharsets.UTF_8));
        IntStream.range(0, series).forEach(i -> field(out, 4, ("m" + i).getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < series; i++) {
            var one = new ByteArrayOutputStream();
            field(one, 1, new byte[] {1, (byte) (2 + i)});
            for (int j = 0; j < samples; j++) {
                var sample = new ByteArrayOutputStream();
                sample.write(9);
                sample.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(j).array());
                sample.write(16);
                varint(sample, millis + j);
                field(one, 2, sample.toByteArray());
            }
            field(out, 5, one.toByteArray());
        }
        return out.toByteArray();
    }

    private static void field(ByteArrayOutputStream into, int field, byte[] bytes) {
        into.write(field << 3 | 2);
        varint(into, bytes.length);
        into.writeBytes(bytes);
    }

    private static void varint(ByteArrayOutputStream into, long value) {
        long left = value;
        for (; (left & ~0x7fL) != 0; left >>>= 7) {
            into.write((int) (left & 0x7f | 0x80));
        }
        into.write((int) left);
    }

    @Test
    void takesTheSecondVersionAndSaysWhatItWrote() throws IOException {
        var heard = write(WriteRequest.packed(message(2, 3, NOW)), SNAPPY, SECOND);
        assertThat(heard.status()).isEqualTo(204);
        assertThat(heard.header("X-Prometheus-Remote-Write-Samples-Written")).isEqualTo("6");
        assertThat(heard.header("X-Prometheus-Remote-Write-Histograms-Written")).isEqualTo("0");
        assertThat(heard.header("X-Prometheus-Remote-Write-Exemplars-Written")).isEqualTo("0");
        assertThat(held()).extracting(series -> series.labels().name()).containsExactly("m0", "m1");
    }

    @Test
    void saysWhatItWroteAlsoWhereItRefusedSome() throws IOException {
        write(WriteRequest.packed(message(1, 1, NOW)), SNAPPY, SECOND);
        var heard = write(WriteRequest.packed(message(1, 2, NOW + 600_000)), SNAPPY, SECOND);
        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.header("X-Prometheus-Remote-Write-Samples-Written")).isEqualTo("1");
        assertThat(heard.text()).contains("1 too far in the future");
    }

    @Test
    void saysThatNothingWasWrittenOfAMalformedMessage() throws IOException {
        var heard = write(WriteRequest.packed(new byte[] {42, 2, 10, 5}), SNAPPY, SECOND);
        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.header("X-Prometheus-Remote-Write-Samples-Written")).isEqualTo("0");
        assertThat(heard.text()).contains("not a message of remote write 2.0").contains("nothing of it was taken");
    }

    @Test
    void takesZstdToo() throws IOException {
        var plain = message(2, 1, NOW);
        var compressor = new ZstdJavaCompressor();
        var room = new byte[compressor.maxCompressedLength(plain.length)];
        var packed = Arrays.copyOf(room, compressor.compress(plain, 0, plain.length, room, 0, room.length));
        assertThat(write(packed, "Content-Encoding: zstd", SECOND).status()).isEqualTo(204);
        assertThat(held()).hasSize(2);
        packed[packed.length / 2] ^= 0x55;
        assertThat(write(packed, "Content-Encoding: zstd", SECOND).status()).isBetween(400, 400);
        assertThat(write(new byte[] {1, 2, 3}, "Content-Encoding: zstd", SECOND).text()).contains("zstd");
    }

    @Test
    void refusesWhatIsNeitherVersionSoThatSendersFallBack() throws IOException {
        var message = WriteRequest.packed(message(1, 1, NOW));
        assertThat(write(message, SNAPPY, "Content-Type: application/x-protobuf;proto=io.prometheus.write.v3.Request").status()).isEqualTo(415);
        assertThat(write(message, SNAPPY, "Content-Type: application/json").status()).isEqualTo(415);
        assertThat(write(message, "Content-Encoding: gzip", SECOND).text()).contains("expected snappy or zstd");
        assertThat(held()).isEmpty();
    }

    @Test
    void takesTheFirstVersionByItsFullName() throws IOException {
        var message = new WriteRequest().sample(Map.of("__name__", "up"), 1, NOW).packed();
        assertThat(write(message, SNAPPY, "Content-Type: application/x-protobuf;proto=prometheus.WriteRequest").status()).isEqualTo(204);
    }

    @Test
    void aSenderMaySendSoManySeriesAndNoMore() throws IOException {
        var heard = write(WriteRequest.packed(message(3, 1, NOW)), SNAPPY, SECOND);
        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.text()).contains("1 of more series than this sender may send").contains("would be one more than the 2 series the sender at 127.0.0.1 may send");
        assertThat(held()).extracting(series -> series.labels().name()).containsExactly("m0", "m1");
        assertThat(write(WriteRequest.packed(message(2, 1, NOW + 1)), SNAPPY, SECOND).status()).isEqualTo(204);
    }

    @Test
    void aSenderThatSentTooMuchWaitsUntilItMaySendAgain() throws IOException {
        assertThat(write(WriteRequest.packed(message(2, 1_000, NOW)), SNAPPY, SECOND).status()).isEqualTo(204);
        var heard = write(WriteRequest.packed(message(1, 1, NOW + 2_000)), SNAPPY, SECOND);
        assertThat(heard.status()).isEqualTo(429);
        assertThat(Integer.parseInt(heard.header("Retry-After"))).isBetween(9, 10);
        assertThat(heard.text()).contains("the sender at 127.0.0.1 sends more than the 100 samples a second it may");
    }

    @Test
    void countsWhatCameByEachWay() throws IOException {
        write(WriteRequest.packed(message(3, 2, NOW)), SNAPPY, SECOND);
        assertThat(open.ask("GET /metrics").text())
                .contains("koboshi_intake_samples_total{way=\"remote_write_2\"} 4\n")
                .contains("koboshi_intake_refused_total{way=\"remote_write_2\",why=\"of more series than this sender may send\"} 2\n")
                .contains("koboshi_intake_requests_total{way=\"remote_write_2\",status=\"400\"} 1\n");
    }
}
