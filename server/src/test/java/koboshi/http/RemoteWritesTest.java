package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import koboshi.series.Histogram;
import koboshi.series.Labels;
import koboshi.series.Matcher;
import koboshi.series.Series;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import koboshi.wire.Packed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteWritesTest {
    private static final Map<String, String> UP = Map.of("__name__", "up", "job", "web");
    private static final String[] WRITE = {
        "POST /api/v1/write", "Content-Encoding: snappy", "Content-Type: application/x-protobuf", "X-Prometheus-Remote-Write-Version: 0.1.0"
    };

    private static final long NOW = FakeHouse.AT.toEpochMilli();

    private Path series;
    private Store store;
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder);
        series = folder.resolve("series");
        store = Store.open(series, Settings.standard().withClock(() -> FakeHouse.AT).withMaxSeries(3));
        open.house.archive = new StoreArchive(store, folder.resolve("copies"));
    }

    @AfterEach
    void closeDoors() throws IOException {
        open.close();
        store.close();
    }

    private Caller.Heard write(byte[] packed) throws IOException {
        return Caller.ask(open.port(), packed, WRITE);
    }

    private List<Series> held() {
        return store.select(List.of(), 0, Long.MAX_VALUE);
    }

    @Test
    void takesWhatPrometheusSends() throws IOException {
        assertThat(write(new WriteRequest().sample(UP, 1, NOW - 1000).sample(UP, 2, NOW).packed()).status()).isEqualTo(204);
        assertThat(held()).singleElement().satisfies(series -> {
            assertThat(series.labels()).isEqualTo(Labels.of(UP));
            assertThat(series.samples()).extracting(sample -> sample.value()).containsExactly(1.0, 2.0);
        });
    }

    @Test
    void takesTheSameMessageTwice() throws IOException {
        var message = new WriteRequest().sample(UP, 1, NOW).packed();
        assertThat(write(message).status()).isEqualTo(204);
        assertThat(write(message).status()).isEqualTo(204);
    }

    @Test
    void keepsWhatIsGoodCountsTheRestAndNamesTheFirst() throws IOException {
        write(new WriteRequest().sample(UP, 1, NOW).packed());
        var heard = write(new WriteRequest().sample(UP, 5, NOW).sample(Map.of("job", "x"), 1, NOW).sample(Map.of("__name__", "good"), 1, NOW)
                .sample(Map.of("__name__", "a"), 1, NOW).sample(Map.of("__name__", "b"), 1, NOW).sample(UP, 7, NOW + 3_600_000).sample(UP, 7, 1000).packed());
        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.json().get("error").stringValue())
                .startsWith("2 samples taken; refused: 1 different from what is held at the same moment, 1 of new series above the limit, "
                        + "1 too far in the future, 1 too old, 1 with unusable labels; the first: ")
                .endsWith("sending them again does not help");
        assertThat(held()).hasSize(3);
    }

    @Test
    void asksForALaterTryWhereOnlyNewSeriesFindNoMemory(@TempDir Path folder) throws IOException {
        try (var small = Store.open(folder, Settings.standard().withClock(() -> FakeHouse.AT).withMemory(64 << 10))) {
            open.house.archive = new StoreArchive(small, folder);
            assertThat(write(new WriteRequest().sample(UP, 1, NOW - 1000).packed()).status()).isEqualTo(204);
            var many = new WriteRequest();
            for (int i = 0; i < 100; i++) {
                many.sample(Map.of("__name__", "up", "job", "job-" + i), 1, NOW);
            }
            var heard = write(many.sample(UP, 2, NOW).packed());
            assertThat(heard.status()).isEqualTo(429);
            assertThat(heard.header("Retry-After")).isEqualTo("60");
            assertThat(heard.text()).contains("of new series for which there is no memory").contains("room once other series have gone silent");
            assertThat(small.select(List.of(new Matcher("job", true, "web")), 0, Long.MAX_VALUE).getFirst().samples()).as("those there go on").hasSize(2);
        }
    }

    @Test
    void takesNothingOfAMalformedMessage() throws IOException {
        var good = new WriteRequest().sample(UP, 1, NOW);
        var broken = WriteRequest.packed(new byte[] {10, 2, 18, 5});
        assertThat(write(broken).text()).contains("not a message of remote write 1.0").contains("at byte 3").contains("nothing of it was taken");
        var both = new ByteArrayOutputStream();
        var plain = new byte[Packed.length(good.packed(), good.packed().length)];
        Packed.unpack(good.packed(), good.packed().length, plain);
        both.writeBytes(plain);
        both.writeBytes(new byte[] {10, 99});
        assertThat(write(WriteRequest.packed(both.toByteArray())).status()).isEqualTo(400);
        assertThat(write("not snappy at all".getBytes()).status()).isEqualTo(400);
        assertThat(held()).isEmpty();
    }

    @Test
    void takesAnEmptyMessage() throws IOException {
        assertThat(write(WriteRequest.packed(new byte[0])).status()).isEqualTo(204);
    }

    @Test
    void refusesWhatWouldGrowTooLargeBeforeItTakesRoomForIt() throws IOException {
        byte[] bomb = {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 0, 'a'};
        assertThat(write(bomb).status()).isEqualTo(413);
        try (var caller = new Caller(open.port())) {
            caller.head(open.port(), List.of(WRITE[0], WRITE[1], "Content-Length: 104857600"));
            assertThat(caller.hear().status()).isEqualTo(413);
        }
    }

    @Test
    void refusesOtherEncodingsAndProtocolsItDoesNotKnow() throws IOException {
        var body = new byte[] {0};
        assertThat(Caller.ask(open.port(), body, WRITE[0]).status()).isEqualTo(415);
        assertThat(Caller.ask(open.port(), body, WRITE[0], "Content-Encoding: gzip").status()).isEqualTo(415);
        assertThat(Caller.ask(open.port(), body, WRITE[0], WRITE[1], "Content-Type: application/json").status()).isEqualTo(415);
        assertThat(Caller.ask(open.port(), body, WRITE[0], WRITE[1], "Content-Type: application/x-protobuf;proto=io.prometheus.write.v3.Request").status())
                .isEqualTo(415);
    }

    @Test
    void asksForALaterTryWhileTheDiskRefuses() throws IOException {
        open.house.archive = new FullDisk();
        var heard = write(new WriteRequest().sample(UP, 1, NOW).packed());
        assertThat(heard.status()).isEqualTo(503);
        assertThat(heard.header("Retry-After")).isEqualTo("5");
        assertThat(heard.text()).contains("no space left on device");
        assertThat(open.ask("POST /api/series/flush").status()).isEqualTo(503);
    }

    @Test
    void asksForALaterTryWhereDamageHidesWhatIsThereAlready() throws IOException {
        write(new WriteRequest().sample(UP, 1, NOW - 60_000).sample(UP, 2, NOW).packed());
        store.flush();
        zeroChunks(series.resolve("blocks"));
        var message = new WriteRequest().sample(Map.of("__name__", "fresh"), 1, NOW).sample(UP, 3, NOW - 30_000).packed();
        var heard = write(message);
        assertThat(heard.status()).isEqualTo(503);
        assertThat(heard.header("Retry-After")).isEqualTo("5");
        assertThat(heard.text()).contains("checksum").contains("try again later");
        assertThat(held()).noneMatch(series -> series.labels().name().equals("fresh"));
    }

    private static void zeroChunks(Path blocks) throws IOException {
        try (var files = Files.walk(blocks)) {
            for (var chunks : files.filter(file -> file.endsWith("chunks")).toList()) {
                try (var file = FileChannel.open(chunks, StandardOpenOption.WRITE)) {
                    file.write(ByteBuffer.allocate((int) Files.size(chunks) - 12), 12);
                }
            }
        }
    }

    @Test
    void movesWhatIsInMemoryToItsPlaceWhenAsked() throws IOException {
        write(new WriteRequest().sample(UP, 1, NOW).packed());
        assertThat(open.ask("POST /api/series/flush").status()).isEqualTo(204);
        assertThat(store.blockBytes()).isPositive();
        assertThat(held()).hasSize(1);
    }

    @Test
    void copiesTheStoreUnderAPlainNameOnce() throws IOException {
        assertThat(open.ask("POST /api/series/snapshot/friday").status()).isEqualTo(200);
        assertThat(open.ask("POST /api/series/snapshot/friday").status()).isEqualTo(409);
        assertThat(open.ask("POST /api/series/snapshot/-rf").status()).isEqualTo(400);
    }

    @Test
    void needsAnOperator() throws IOException {
        var token = open.tokens.add("grafana", Role.VIEWER);
        assertThat(Caller.ask(open.port(), new WriteRequest().packed(), WRITE[0], WRITE[1], "Authorization: Bearer " + token).status()).isEqualTo(403);
        assertThat(Caller.ask(open.port(), new WriteRequest().packed(), WRITE[0], WRITE[1], "Origin: http://evil.example").status()).isEqualTo(403);
    }

    private record FullDisk() implements Archive {
        @Override
        public List<String> names(List<Matcher> matchers, long fromMillis, long toMillis) {
            return List.of();
        }

        @Override
        public List<String> values(String name, List<Matcher> matchers, long fromMillis, long toMillis) {
            return List.of();
        }

        @Override
        public void flush() throws IOException {
            throw new IOException("no space left on device");
        }

        @Override
        public Path snapshot(String name) throws IOException {
            throw new IOException("no space left on device");
        }

        @Override
        public Writing begin() {
            return new Writing() {
                @Override
                public Written commit() throws IOException {
                    throw new IOException("no space left on device");
                }

                @Override
                public void series(byte[] message, int from, int to) {}

                @Override
                public void sample(long millis, double value) {}

                @Override
                public void histogram(long millis, Histogram histogram) {}
            };
        }

        @Override
        public List<Labels> series(List<Matcher> matchers, long fromMillis, long toMillis) {
            return List.of();
        }

        @Override
        public List<Series> select(List<Matcher> matchers, long fromMillis, long toMillis) {
            return List.of();
        }
    }
}
