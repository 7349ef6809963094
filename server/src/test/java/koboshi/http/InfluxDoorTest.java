package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfluxDoorTest {
    private static final long NOW = FakeHouse.AT.toEpochMilli();

    private Store store;
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder);
        store = Store.open(folder.resolve("series"), Settings.standard().withClock(() -> FakeHouse.AT));
        open.house.archive = new StoreArchive(store, folder.resolve("copies"));
    }

    @AfterEach
    void closeDoors() throws IOException {
        open.close();
        store.close();
    }

    private List<String> held() {
        return store.select(List.of(), 0, Long.MAX_VALUE).stream().map(series -> series.labels() + " " + series.samples().get(0).value()).toList();
    }

    @Test
    void takesWhatTelegrafWritesByTheFirstApi() throws IOException {
        var heard = open.send("cpu,host=a idle=91.5,user=4i,state=\"on\" " + NOW + "000000\n", "POST /write?db=telegraf");
        assertThat(heard.status()).isEqualTo(204);
        assertThat(heard.header("X-Koboshi-Texts-Dropped")).isEqualTo("1");
        assertThat(held()).containsExactly("cpu_idle{db=\"telegraf\",host=\"a\"} 91.5", "cpu_user{db=\"telegraf\",host=\"a\"} 4.0");
        assertThat(open.ask("GET /metrics").text()).contains("koboshi_intake_refused_total{way=\"influx\",why=\"text\"} 1\n");
    }

    @Test
    void takesTheSecondApiInItsPrecisionAndItsToken() throws IOException {
        var token = open.tokens.add("telegraf", Role.OPERATOR);
        var heard = open.send("m v=1 " + NOW / 1000 + "\n", "POST /api/v2/write?bucket=b&org=o&precision=s", "Authorization: Token " + token);
        assertThat(heard.status()).isEqualTo(204);
        assertThat(open.send("m v=1", "POST /api/v2/write", "Authorization: Token wrong").status()).isEqualTo(401);
        assertThat(held()).containsExactly("m_v 1.0");
    }

    @Test
    void takesGzip() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write("m v=3\n".getBytes());
        }
        assertThat(Caller.ask(open.port(), packed.toByteArray(), "POST /write", "Content-Encoding: gzip").status()).isEqualTo(204);
        assertThat(held()).containsExactly("m_v 3.0");
    }

    /** Twenty kilobytes that become more than a message may have. */
    @Test
    void takesNoMoreThanAMessageMayHaveHoweverItIsPacked() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[(16 << 20) + 1]);
        }
        var heard = Caller.ask(open.port(), packed.toByteArray(), "POST /write", "Content-Encoding: gzip");
        assertThat(heard.status()).isEqualTo(413);
        assertThat(heard.text()).contains("also once unpacked");
        assertThat(open.send("m v=3\n", "POST /write", "Content-Encoding: gzip").status()).isEqualTo(400);
        assertThat(held()).isEmpty();
    }

    @Test
    void namesTheWrongLineAndKeepsTheOthers() throws IOException {
        var heard = open.send("a v=1\nb v=\nc v=2\n", "POST /write");
        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.json().get("error").stringValue()).isEqualTo("1 lines are wrong, the first: line 2, column 5: expected a number such as 1.5, 2i or 3u, "
                + "true, false, or a text in quotes; of the other lines 2 samples were taken");
        assertThat(held()).hasSize(2);
    }

    @Test
    void saysWhichSamplesTheStoreRefusedAndWhy() throws IOException {
        var heard = open.send("m v=1 " + (NOW + 660_000) + "\nm v=2 " + NOW, "POST /write?precision=ms");
        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.text()).contains("partial write: 1 samples taken; refused: 1 too far in the future; the first: m_v has a sample 60 s farther ahead");
    }

    @Test
    void refusesAPrecisionNobodyKnows() throws IOException {
        assertThat(open.send("m v=1", "POST /write?precision=fortnights").text()).contains("expected ns, us, ms or s");
    }

    @Test
    void answersWhatClientsAskFirst() throws IOException {
        assertThat(open.ask("GET /ping").status()).isEqualTo(204);
        assertThat(open.send("", "POST /query?q=CREATE%20DATABASE%20%22telegraf%22").json().get("results").size()).isEqualTo(1);
        assertThat(open.send("", "POST /query?q=SELECT%201").status()).isEqualTo(400);
    }

    @Test
    void asksForALaterTryWhereNewSeriesFindNoMemoryThoughALineIsWrong(@TempDir Path folder) throws IOException {
        try (var small = Store.open(folder, Settings.standard().withClock(() -> FakeHouse.AT).withMemory(64 << 10))) {
            open.house.archive = new StoreArchive(small, folder);
            assertThat(open.send("m v=1\n", "POST /write").status()).isEqualTo(204);
            var heard = open.send(IntStream.range(0, 100).mapToObj(i -> "m,i=" + i + " v=1\n").collect(Collectors.joining()) + "b v=\n", "POST /write");
            assertThat(heard.status()).isEqualTo(429);
            assertThat(heard.header("Retry-After")).isEqualTo("60");
        }
    }

    /** As Telegraf asks before it writes. */
    @Test
    void aDatabaseIsMadeFromAFormToo() throws IOException {
        var form = "Content-Type: application/x-www-form-urlencoded";
        assertThat(open.send("q=CREATE+DATABASE+%22telegraf%22", "POST /query", form).status()).isEqualTo(200);
        assertThat(open.send("q=DROP+DATABASE+%22telegraf%22", "POST /query", form).status()).isEqualTo(400);
        assertThat(open.send("q=%zz", "POST /query", form).status()).isEqualTo(400);
    }
}
