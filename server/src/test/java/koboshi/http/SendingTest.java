package koboshi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import koboshi.http.House.Pushed;
import koboshi.loop.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendingTest {
    private OpenDoors open;

    @BeforeEach
    void openDoors(@TempDir Path folder) throws IOException {
        open = new OpenDoors(folder);
    }

    @AfterEach
    void closeDoors() {
        open.close();
    }

    @Test
    void takesWhatCurlSendsInOneLine() throws IOException {
        assertThat(open.send("speech_queue_seconds{channel=\"live\"} 3.2", "POST /push").status()).isEqualTo(204);
        var sample = open.house.pushed.getFirst();
        assertThat(sample.labels()).hasToString("speech_queue_seconds{channel=\"live\"}");
        assertThat(sample.sample().value()).isEqualTo(3.2);
        assertThat(sample.sample().millis()).isEqualTo(FakeHouse.AT.toEpochMilli());
    }

    @Test
    void takesARequestWholeOrNotAtAllAndSaysWhereItIsWrong() throws IOException {
        var heard = open.send("a 1\nb{x=\"1\"} 2\nc{x=1} 3\n", "POST /push");
        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.json().get("error").stringValue())
                .isEqualTo("line 3, column 5: expected \"; nothing of this request was taken");
        assertThat(open.house.pushed).isEmpty();
    }

    @Test
    void refusesWhatIsNotUtf8AndNamesTheLine() throws IOException {
        var heard = Caller.ask(open.port(), new byte[] {'a', ' ', '1', '\n', 'b', (byte) 0xC3, ' ', '1'}, "POST /push");
        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.text()).contains("line 2: not UTF-8 at byte 6");
    }

    @Test
    void unpacksGzipAndRefusesWhatGrowsBeyondTheLimit() throws IOException {
        assertThat(Caller.ask(open.port(), zipped("a 1\n".getBytes()), "POST /push", "Content-Encoding: gzip").status()).isEqualTo(204);
        var bomb = zipped(new byte[50 << 20]);
        assertThat(Caller.ask(open.port(), bomb, "POST /push", "Content-Encoding: gzip").status()).isEqualTo(413);
        assertThat(open.send("no", "POST /push", "Content-Encoding: gzip").status()).isEqualTo(400);
        assertThat(open.send("no", "POST /push", "Content-Encoding: br").status()).isEqualTo(415);
    }

    @Test
    void refusesAHundredMegabytesBeforeTheyCome() throws IOException {
        try (var caller = new Caller(open.port())) {
            caller.head(open.port(), List.of("POST /push", "Content-Length: 104857600"));
            assertThat(caller.hear().status()).isEqualTo(413);
        }
    }

    @Test
    void doesNotGrowWithAHundredMegabytesOfUnknownLength() throws IOException {
        long before = used();
        long sent = 0;
        try (var caller = new Caller(open.port())) {
            caller.head(open.port(), List.of("POST /push", "Transfer-Encoding: chunked"));
            var chunk = ("10000\r\n" + "#".repeat(65_536) + "\r\n").getBytes();
            for (; sent < 100 << 20; sent += 65_536) {
                caller.send(chunk);
            }
        } catch (IOException _) {
            // It hung up on us, as it should.
        }
        assertThat(sent).isLessThan(100 << 20);
        assertThat(used() - before).isLessThan(32L << 20);
    }

    @Test
    void endsABodyThatDripsTooSlowly() throws IOException {
        try (var caller = new Caller(open.port())) {
            caller.head(open.port(), List.of("POST /push", "Content-Length: 1000"));
            caller.send("a 1\n".getBytes());
            var heard = caller.hear();
            assertThat(heard.status()).isEqualTo(408);
            assertThat(heard.text()).contains("too slow");
            assertThat(caller.ended()).isTrue();
        }
    }

    @Test
    void endsABodyThatDripsJustFastEnoughToSeemAlive() throws Exception {
        try (var caller = new Caller(open.port()); var dripping = Executors.newVirtualThreadPerTaskExecutor()) {
            caller.head(open.port(), List.of("POST /push", "Content-Length: 1000000"));
            var drip = dripping.submit(() -> {
                for (int i = 0; i < 100_000; i++) {
                    caller.send(new byte[] {'#'});
                    LockSupport.parkNanos(1_000_000);
                }
                return null;
            });
            assertThat(caller.hear().status()).isEqualTo(408);
            drip.cancel(true);
        }
    }

    @Test
    void endsAHeadThatNeverComesToItsEnd() throws IOException {
        try (var caller = new Caller(open.port())) {
            caller.send("GET /health HTTP/1.1\r\nHost: 127".getBytes());
            assertThat(caller.ended()).isTrue();
        }
    }

    @Test
    void refusesHeadersAndAddressesThatAreTooLong() throws IOException {
        assertThat(open.ask("GET /health", "X-Long: " + "x".repeat(80_000)).status()).isEqualTo(431);
        assertThat(open.ask("GET /" + "x".repeat(80_000)).status()).isEqualTo(414);
        assertThat(open.ask("GET /health", "X-Long: " + "x".repeat(80_000)).json().get("error").stringValue()).contains("64 KiB");
    }

    @Test
    void tellsWhenToComeBackWhileTheHouseIsBusy() throws IOException {
        open.house.busy = true;
        for (var heard : List.of(open.send("a 1", "POST /push"), open.ask("GET /beat/backup"))) {
            assertThat(heard.status()).isEqualTo(429);
            assertThat(heard.header("Retry-After")).isEqualTo("3");
        }
    }

    @Test
    void saysWhichSamplesItsStoreRefused() throws IOException {
        open.house.pushAnswer = Optional.of(new Pushed.Kept(1, 1, 0));
        var heard = open.send("a 1\nb 1", "POST /push");
        assertThat(heard.status()).isEqualTo(422);
        assertThat(heard.text()).contains("1 kept, 1 refused as older");
    }

    @Test
    void takesABeatEitherWayAndKnowsTheNearestName() throws IOException {
        assertThat(open.ask("GET /beat/backup").status()).isEqualTo(204);
        assertThat(open.ask("POST /beat/backup").status()).isEqualTo(204);
        assertThat(open.house.events).containsExactly(new Event.Beat("backup"), new Event.Beat("backup"));
        var unknown = open.ask("GET /beat/nightly-raport");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).contains("did you mean nightly-report?");
    }

    @Test
    void takesANoteOfADeploy() throws IOException {
        assertThat(open.send("{\"kind\":\"deploy\",\"text\":\"live-qa 1.4\",\"from\":\"ci\"}", "POST /events").status()).isEqualTo(204);
        assertThat(open.house.events).containsExactly(new Event.Noted("deploy", "live-qa 1.4", "ci"));
        open.house.see(Stage.quiet(1));
        assertThat(open.send("{\"kind\":\"deploy\",\"text\":\"1.5\",\"from\":\"ci\",\"on\":\"service/live-qa\"}", "POST /events").status()).isEqualTo(204);
        assertThat(open.house.events).last().isEqualTo(new Event.Noted("deploy", "1.5", "ci", Optional.of(Scene.LIVE_QA)));
        var unknown = open.send("{\"kind\":\"deploy\",\"text\":\"1.5\",\"on\":\"service/live-qq\"}", "POST /events");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).contains("nothing is called service/live-qq", "did you mean service/live-qa?");
        assertThat(open.send("{\"kind\":\"party\",\"text\":\"x\"}", "POST /events").text()).contains("campaign, deploy, text");
        assertThat(open.send("{\"kind\":\"text\",\"texts\":\"x\"}", "POST /events").text()).contains("unknown key");
        assertThat(open.send("{\"kind\":\"text\",\"kind\":\"deploy\",\"text\":\"x\"}", "POST /events").status()).isEqualTo(400);
        assertThat(open.send("[]", "POST /events").text()).contains("expected a JSON object");
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static byte[] zipped(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        }
        return bytes.toByteArray();
    }

    /** The one-line push was bound by nothing, and counted nowhere. */
    @Test
    void keepsToWhatASenderMaySendAndIsCounted(@TempDir Path other) throws IOException {
        try (var bounded = new OpenDoors(other, OpenDoors.SHORT, new Allowance(20, 0, 2))) {
            assertThat(bounded.send("a 1\nb 1", "POST /push").status()).isEqualTo(204);
            var heard = bounded.send("a 1\nc 1", "POST /push");
            assertThat(heard.status()).isEqualTo(422);
            assertThat(heard.text()).contains("1 kept, 1 refused: c would be one more than the 2 series").contains("may send");
            assertThat(bounded.house.pushed).hasSize(3);
            var many = IntStream.range(0, 1_000).mapToObj(i -> "a 1 " + i).collect(Collectors.joining("\n"));
            assertThat(bounded.send(many, "POST /push").status()).isEqualTo(204);
            assertThat(bounded.send("a 1", "POST /push").status()).isEqualTo(429);
            assertThat(bounded.ask("GET /metrics").text()).contains("koboshi_intake_samples_total{way=\"push\"}").contains("koboshi_intake_requests_total{way=\"push\",status=\"429\"}");
        }
    }
}
