package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import koboshi.series.Series;
import koboshi.tsdb.Settings;
import koboshi.tsdb.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushgatewayDoorTest {
    @TempDir
    private Path folder;

    private Store store;
    private OpenDoors open;

    @BeforeEach
    void openDoors() throws IOException {
        open = new OpenDoors(folder);
        store = Store.open(folder.resolve("series"), Settings.standard().withClock(() -> open.now));
        open.house.archive = new StoreArchive(store, folder.resolve("copies"));
    }

    @AfterEach
    void closeDoors() throws IOException {
        open.close();
        store.close();
    }

    private Caller.Heard push(String method, String path, String body) throws IOException {
        return open.send(body, method + " /metrics/" + path);
    }

    private List<Series> held() {
        return store.select(List.of(), 0, Long.MAX_VALUE);
    }

    /** The last value of each series, the moments of pushing apart. */
    private List<String> last() {
        return held().stream().filter(series -> !series.labels().name().startsWith("push_"))
                .map(series -> series.labels() + " " + series.samples().get(series.samples().size() - 1).value()).toList();
    }

    private List<String> ended() {
        return held().stream().filter(series -> series.samples().get(series.samples().size() - 1).stale()).map(series -> series.labels().name()).toList();
    }

    @Test
    void aJobThatEndsLeavesItsLastValues() throws IOException {
        assertThat(push("PUT", "job/nightly/instance/host-1", "# TYPE rows counter\nrows{table=\"a\",job=\"own\"} 7\n").status()).isEqualTo(200);
        assertThat(last()).containsExactly("rows{instance=\"host-1\",job=\"nightly\",table=\"a\"} 7.0");
        assertThat(held()).extracting(series -> series.labels().name()).contains("push_time_seconds", "push_failure_time_seconds");
        var pushed = held().stream().filter(series -> series.labels().name().equals("push_time_seconds")).findFirst().orElseThrow();
        assertThat(pushed.samples().get(0).value()).isEqualTo(open.now.toEpochMilli() / 1000.0);
    }

    @Test
    void putReplacesTheGroupAndPostOnlyWhatHasTheSameName() throws IOException {
        push("PUT", "job/j", "a 1\nb{x=\"1\"} 2\nb{x=\"2\"} 3\n");
        push("POST", "job/j", "b{x=\"1\"} 4\n");
        assertThat(ended()).containsExactly("b");
        assertThat(last()).contains("a{job=\"j\"} 1.0", "b{job=\"j\",x=\"1\"} 4.0");
        push("PUT", "job/j", "c 5\n");
        assertThat(ended()).containsExactlyInAnyOrder("a", "b", "b");
        assertThat(last()).contains("c{job=\"j\"} 5.0");
    }

    @Test
    void aDeletedGroupEndsWithItsMoments() throws IOException {
        push("PUT", "job/j", "a 1\n");
        push("PUT", "job/j/instance/i", "a 1\n");
        assertThat(open.ask("DELETE /metrics/job/j").status()).isEqualTo(202);
        assertThat(ended()).containsExactlyInAnyOrder("a", "push_time_seconds", "push_failure_time_seconds");
        assertThat(open.ask("DELETE /metrics/job/unknown").status()).isEqualTo(202);
    }

    @Test
    void valuesMayBeInBase64() throws IOException {
        var packed = Base64.getUrlEncoder().withoutPadding().encodeToString("/var/tmp 日本".getBytes(StandardCharsets.UTF_8));
        assertThat(push("PUT", "job@base64/" + Base64.getUrlEncoder().encodeToString("some/job".getBytes(StandardCharsets.UTF_8)) + "/path@base64/" + packed + "/no@base64/=",
                "a 1\n").status()).isEqualTo(200);
        assertThat(last()).containsExactly("a{job=\"some/job\",path=\"/var/tmp 日本\"} 1.0");
    }

    @Test
    void goesOnUntilItIsDeletedAlsoOverARestart() throws IOException {
        push("PUT", "job/j", "a 1\nnan NaN\ninf +Inf\n");
        var pushed = open.now;
        open.close();
        open = new OpenDoors(folder);
        open.house.archive = new StoreArchive(store, folder.resolve("copies"));
        open.now = pushed.plusSeconds(60);
        var groups = new Groups(folder.resolve("pushed"), () -> open.now);
        assertThat(groups.again().values()).hasSize(5);
        assertThat(open.ask("GET /api/pushed").json().get("groups").get(0).get("labels").get("job").stringValue()).isEqualTo("j");
        long end = System.nanoTime() + 20_000_000_000L;
        while (held().stream().noneMatch(series -> series.samples().size() > 1) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(last()).contains("a{job=\"j\"} 1.0", "inf{job=\"j\"} Infinity");
    }

    @Test
    void anUnreadableFileIsSetAsideAndTheOthersGoOn() throws IOException {
        push("PUT", "job/j", "a 1\n");
        Files.writeString(folder.resolve("pushed/broken.group"), "x{ 1\n");
        var groups = new Groups(folder.resolve("pushed"), () -> open.now);
        assertThat(groups.all()).hasSize(1);
        assertThat(folder.resolve("pushed/broken.group.unreadable")).exists();
    }

    @Test
    void saysWhatIsWrongAndKeepsWhatWasThere() throws IOException {
        push("PUT", "job/j", "a 1\n");
        assertThat(push("PUT", "job/j", "a 1\nb x\n").text()).contains("line 2, column 3").contains("nothing of it was taken");
        assertThat(push("PUT", "job/j", "a 1 1700000000000\n").text()).contains("has a timestamp");
        assertThat(push("PUT", "job/j", "a 1\na 2\n").text()).contains("given twice");
        assertThat(push("PUT", "job/j", "push_time_seconds 1\n").status()).isEqualTo(400);
        assertThat(push("PUT", "job/j/x", "a 1\n").text()).contains("label x has no value");
        assertThat(push("PUT", "jobs/j", "a 1\n").text()).contains("the job has no name");
        assertThat(push("PUT", "job/j/0x/1", "a 1\n").text()).contains("is no name for a label");
        assertThat(push("PUT", "job/j/job/k", "a 1\n").text()).contains("twice in the path");
        assertThat(push("PUT", "job@base64/%%%", "a 1\n").status()).isEqualTo(400);
        assertThat(last()).containsExactly("a{job=\"j\"} 1.0");
        assertThat(new Groups(folder.resolve("pushed"), () -> open.now).all()).singleElement().satisfies(group -> assertThat(group.failedMillis()).isPositive());
    }

    @Test
    void survivesAnyPath() throws IOException {
        var random = new Random(20261126);
        for (int i = 0; i < 300; i++) {
            var path = random.ints(1 + random.nextInt(20), 0, 14).mapToObj(c -> String.valueOf("job/@base64=a_".charAt(c))).collect(Collectors.joining());
            assertThat(push("PUT", path, "a 1\n").status()).isIn(200, 400, 404);
        }
    }

    @Test
    void takesWhatPythonsClientPushes() throws IOException, InterruptedException {
        // The system's own: one that somebody installed beside it does not know Debian's packages.
        var python = Path.of("/usr/bin/python3");
        if (!Files.isExecutable(python)) {
            Assumptions.abort("needs the package python3");
        }
        var script = "from prometheus_client import *\nr=CollectorRegistry()\nGauge('last_success','d',['t'],registry=r).labels('x y').set(3)\n"
                + "Histogram('took','d',registry=r).observe(0.2)\n"
                + "push_to_gateway('127.0.0.1:" + open.port() + "',job='a/b',registry=r,grouping_key={'instance':''})\n"
                + "pushadd_to_gateway('127.0.0.1:" + open.port() + "',job='plain',registry=r)\n"
                + "delete_from_gateway('127.0.0.1:" + open.port() + "',job='plain')\n";
        var process = new ProcessBuilder(python.toString(), "-c", script).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (said.contains("No module named 'prometheus_client'")) {
            Assumptions.abort("needs the package python3-prometheus-client");
        }
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(last()).contains("last_success{job=\"a/b\",t=\"x y\"} 3.0", "took_count{job=\"a/b\"} 1.0");
        assertThat(ended()).contains("last_success", "took_bucket", "push_time_seconds");
    }

    @Test
    void refusesAKeyNoSeriesCanHave() throws IOException {
        var many = IntStream.range(0, 60).mapToObj(i -> "/l" + i + "/v").collect(Collectors.joining());
        assertThat(push("PUT", "job/nightly" + many, "x 1\n").text()).contains("61 labels in the path: expected at most 60");
        assertThat(push("PUT", "job/nightly/long/" + "v".repeat(4_097), "x 1\n").text()).contains("the value of long is longer than 4096 bytes");
        assertThat(held()).isEmpty();
    }

    @Test
    void keepsNothingTheSenderMayNotSend() throws IOException {
        open.close();
        open = new OpenDoors(folder, OpenDoors.SHORT, new Allowance(1_000, 0, 4));
        open.house.archive = new StoreArchive(store, folder.resolve("copies"));
        assertThat(push("PUT", "job/small", "x 1\n").status()).isEqualTo(200);
        assertThat(push("PUT", "job/large", "x 1\ny 1\n").text()).contains("would be one more than the 4 series");
        assertThat(open.ask("GET /api/pushed").text()).contains("small").doesNotContain("large");
    }

    private static byte[] field(int number, byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        var message = new ByteArrayOutputStream();
        message.write(number << 3 | 2);
        message.write(all.size());
        message.writeBytes(all.toByteArray());
        return message.toByteArray();
    }

    private static byte[] number(int field, double value) {
        return ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN).put((byte) (field << 3 | 1)).putDouble(value).array();
    }

    private static byte[] family(String name, int type, byte[] metric) {
        var whole = field(1, field(1, name.getBytes(StandardCharsets.UTF_8)), new byte[] {3 << 3, (byte) type}, field(4, metric));
        // Without the tag: the length alone stands before a family.
        return Arrays.copyOfRange(whole, 1, whole.length);
    }

    /** What the clients of Go and Java send unless told otherwise. */
    @Test
    void takesDelimitedProtobufAndTheClassicPartOfAHistogram() throws IOException {
        var type = "Content-Type: application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
        var gauge = family("rows", 1, field(2, number(1, 7)));
        assertThat(Caller.ask(open.port(), gauge, "PUT /metrics/job/nightly", type).status()).isEqualTo(200);
        assertThat(last()).containsExactly("rows{job=\"nightly\"} 7.0");
        var classic = new byte[] {1 << 3, 3};
        var zeros = new byte[] {7 << 3, 3};
        var both = family("took", 4, field(7, classic, number(2, 2.5), zeros, field(3, new byte[] {1 << 3, 3}, number(2, 1))));
        assertThat(Caller.ask(open.port(), both, "PUT /metrics/job/both", type).status()).isEqualTo(200);
        assertThat(last()).contains("took_count{job=\"both\"} 3.0", "took_bucket{job=\"both\",le=\"1.0\"} 3.0");
        var alone = family("took", 4, field(7, classic, number(2, 2.5), zeros));
        var heard = Caller.ask(open.port(), alone, "PUT /metrics/job/alone", type);
        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.text()).contains("took{job=").contains("is a native histogram alone");
        assertThat(Caller.ask(open.port(), new byte[] {5, 1}, "PUT /metrics/job/broken", type).status()).isEqualTo(400);
        assertThat(Caller.ask(open.port(), gauge, "PUT /metrics/job/text", type.replace("delimited", "text")).status()).isEqualTo(415);
    }
}
